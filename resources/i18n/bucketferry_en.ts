<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>DropSheet</name>
    <message numerus="yes">
        <source>Copy %Ln item(s) on the server</source>
        <translation>
            <numerusform>Copy %Ln item on the server</numerusform>
            <numerusform>Copy %Ln items on the server</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue %Ln copies</source>
        <translation>
            <numerusform>Queue %Ln copy</numerusform>
            <numerusform>Queue %Ln copies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) left out</source>
        <translation>
            <numerusform>%Ln object left out</numerusform>
            <numerusform>%Ln objects left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobDetails</name>
    <message numerus="yes">
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln request</numerusform>
            <numerusform>%Ln requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%Ln copies queued</source>
        <translation>
            <numerusform>%Ln copy queued</numerusform>
            <numerusform>%Ln copies queued</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PaneFooter</name>
    <message numerus="yes">
        <source>%Ln bucket(s)</source>
        <translation>
            <numerusform>%Ln bucket</numerusform>
            <numerusform>%Ln buckets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s)</source>
        <translation>
            <numerusform>%Ln folder</numerusform>
            <numerusform>%Ln folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln object</numerusform>
            <numerusform>%Ln objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PartCanvas</name>
    <message numerus="yes">
        <source>%Ln attempt(s)</source>
        <translation>
            <numerusform>%Ln attempt</numerusform>
            <numerusform>%Ln attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueActions</name>
    <message numerus="yes">
        <source>Cancel %Ln copies and abort their unfinished uploads?</source>
        <translation>
            <numerusform>Cancel this copy and abort its unfinished upload?</numerusform>
            <numerusform>Cancel %Ln copies and abort their unfinished uploads?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%Ln byte(s)</source>
        <translation>
            <numerusform>%Ln byte</numerusform>
            <numerusform>%Ln bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln part(s)</source>
        <translation>
            <numerusform>%Ln part</numerusform>
            <numerusform>%Ln parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln metadata entry(ies)</source>
        <translation>
            <numerusform>%Ln metadata entry</numerusform>
            <numerusform>%Ln metadata entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s)</source>
        <translation>
            <numerusform>%Ln tag</numerusform>
            <numerusform>%Ln tags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more (Enter)</source>
        <translation>
            <numerusform>%Ln more (Enter)</numerusform>
            <numerusform>%Ln more (Enter)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln refused</numerusform>
            <numerusform>%Ln refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln object</numerusform>
            <numerusform>%Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It lists %Ln bucket(s).</source>
        <translation>
            <numerusform>It lists %Ln bucket.</numerusform>
            <numerusform>It lists %Ln buckets.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) could not be copied. Open the folder to see why, or retry them.</source>
        <translation>
            <numerusform>%Ln object could not be copied. Open the folder to see why, or retry it.</numerusform>
            <numerusform>%Ln objects could not be copied. Open the folder to see why, or retry them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
</context>
</TS>
