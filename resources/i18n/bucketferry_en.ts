<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ConflictDialog</name>
    <message numerus="yes">
        <source>Do this for &amp;all of this batch (%Ln so far)</source>
        <translation>
            <numerusform>Do this for &amp;all of this batch (%Ln so far)</numerusform>
            <numerusform>Do this for &amp;all of this batch (%Ln so far)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Do this for &amp;all of this batch (%Ln)</source>
        <translation>
            <numerusform>Do this for &amp;all of this batch (%Ln)</numerusform>
            <numerusform>Do this for &amp;all of this batch (%Ln)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DropDialog</name>
    <message numerus="yes">
        <source>Move %Ln item(s) on the server</source>
        <translation>
            <numerusform>Move %Ln item on the server</numerusform>
            <numerusform>Move %Ln items on the server</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln item(s) on the server</source>
        <translation>
            <numerusform>Copy %Ln item on the server</numerusform>
            <numerusform>Copy %Ln items on the server</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue %Ln moves</source>
        <translation>
            <numerusform>Queue %Ln move</numerusform>
            <numerusform>Queue %Ln moves</numerusform>
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
    <name>EditManyDialog</name>
    <message numerus="yes">
        <source>%Ln field(s) must be corrected first.</source>
        <translation>
            <numerusform>%Ln field must be corrected first.</numerusform>
            <numerusform>%Ln fields must be corrected first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Preview: %Ln object(s) change</source>
        <translation>
            <numerusform>Preview: %Ln object changes</numerusform>
            <numerusform>Preview: %Ln objects change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) looked at.</source>
        <translation>
            <numerusform>%Ln object looked at.</numerusform>
            <numerusform>%Ln objects looked at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %Ln other(s) follow when it is their turn.</source>
        <translation>
            <numerusform>More than %Ln other follows when it is its turn.</numerusform>
            <numerusform>More than %Ln others follow when it is their turn.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other(s) follow when it is their turn.</source>
        <translation>
            <numerusform>%Ln other follows when it is its turn.</numerusform>
            <numerusform>%Ln others follow when it is their turn.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditOneDialog</name>
    <message numerus="yes">
        <source>%Ln field(s) must be corrected first.</source>
        <translation>
            <numerusform>%Ln field must be corrected first.</numerusform>
            <numerusform>%Ln fields must be corrected first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EstimatePanel</name>
    <message numerus="yes">
        <source>Counting: %Ln object(s) so far</source>
        <translation>
            <numerusform>Counting: %Ln object so far</numerusform>
            <numerusform>Counting: %Ln objects so far</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message numerus="yes">
        <source>%Ln task(s) written to {path}</source>
        <translation>
            <numerusform>%Ln task written to {path}</numerusform>
            <numerusform>%Ln tasks written to {path}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>Take over %Ln account(s)</source>
        <translation>
            <numerusform>Take over %Ln account</numerusform>
            <numerusform>Take over %Ln accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%Ln task(s) of an earlier run are unfinished and need the account {accounts}.</source>
        <translation>
            <numerusform>%Ln task of an earlier run is unfinished and needs the account {accounts}.</numerusform>
            <numerusform>%Ln tasks of an earlier run are unfinished and need the account {accounts}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) queued</source>
        <translation>
            <numerusform>%Ln task queued</numerusform>
            <numerusform>%Ln tasks queued</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Quit while %Ln task(s) are unfinished?</source>
        <translation>
            <numerusform>Quit while %Ln task is unfinished?</numerusform>
            <numerusform>Quit while %Ln tasks are unfinished?</numerusform>
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
        <source>Cancel %Ln task(s)?</source>
        <translation>
            <numerusform>Cancel %Ln task?</numerusform>
            <numerusform>Cancel %Ln tasks?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Cancel %Ln task(s)</source>
        <translation>
            <numerusform>&amp;Cancel %Ln task</numerusform>
            <numerusform>&amp;Cancel %Ln tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message numerus="yes">
        <source>Restore %Ln item(s) from the archive</source>
        <translation>
            <numerusform>Restore %Ln item from the archive</numerusform>
            <numerusform>Restore %Ln items from the archive</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Objects of the storage class {name} are refused above %Ln day(s).</source>
        <translation>
            <numerusform>Objects of the storage class {name} are refused above %Ln day.</numerusform>
            <numerusform>Objects of the storage class {name} are refused above %Ln days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>day(s)</source>
        <comment>the unit behind the number</comment>
        <translation>
            <numerusform>day</numerusform>
            <numerusform>days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more object(s) are looked at when their turn comes.</source>
        <translation>
            <numerusform>%Ln more object is looked at when its turn comes.</numerusform>
            <numerusform>%Ln more objects are looked at when their turn comes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) are left out.</source>
        <translation>
            <numerusform>%Ln object is left out.</numerusform>
            <numerusform>%Ln objects are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionsController</name>
    <message numerus="yes">
        <source>Queued: %Ln object(s) to undelete.</source>
        <translation>
            <numerusform>Queued: %Ln object to undelete.</numerusform>
            <numerusform>Queued: %Ln objects to undelete.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undelete %Ln object(s)?</source>
        <translation>
            <numerusform>Undelete %Ln object?</numerusform>
            <numerusform>Undelete %Ln objects?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queued: %Ln version(s) to delete for good.</source>
        <translation>
            <numerusform>Queued: %Ln version to delete for good.</numerusform>
            <numerusform>Queued: %Ln versions to delete for good.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln version(s) for good?</source>
        <translation>
            <numerusform>Delete %Ln version for good?</numerusform>
            <numerusform>Delete %Ln versions for good?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message numerus="yes">
        <source>%Ln version(s)</source>
        <translation>
            <numerusform>%Ln version</numerusform>
            <numerusform>%Ln versions</numerusform>
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
        <source>Lacks %Ln property(ies)</source>
        <translation>
            <numerusform>Lacks %Ln property</numerusform>
            <numerusform>Lacks %Ln properties</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lack(s) a property</source>
        <translation>
            <numerusform>%Ln lacks a property</numerusform>
            <numerusform>%Ln lack a property</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln propertie(s)</source>
        <translation>
            <numerusform>Change %Ln property</numerusform>
            <numerusform>Change %Ln properties</numerusform>
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
        <source>%Ln folder(s)</source>
        <translation>
            <numerusform>%Ln folder</numerusform>
            <numerusform>%Ln folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bucket(s)</source>
        <translation>
            <numerusform>%Ln bucket</numerusform>
            <numerusform>%Ln buckets</numerusform>
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
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left as it was.</source>
        <translation>
            <numerusform>%Ln left as it was.</numerusform>
            <numerusform>%Ln left as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln need(s) an answer</source>
        <translation>
            <numerusform>%Ln needs an answer</numerusform>
            <numerusform>%Ln need an answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln copied.</source>
        <translation>
            <numerusform>%Ln copied.</numerusform>
            <numerusform>All %Ln copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln renamed.</source>
        <translation>
            <numerusform>%Ln renamed.</numerusform>
            <numerusform>All %Ln renamed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln moved.</source>
        <translation>
            <numerusform>All %Ln moved.</numerusform>
            <numerusform>All %Ln moved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln edited.</source>
        <translation>
            <numerusform>%Ln edited.</numerusform>
            <numerusform>All %Ln edited.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln deleted.</source>
        <translation>
            <numerusform>%Ln deleted.</numerusform>
            <numerusform>All %Ln deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln undeleted.</source>
        <translation>
            <numerusform>%Ln undeleted.</numerusform>
            <numerusform>All %Ln undeleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln are being restored.</source>
        <translation>
            <numerusform>%Ln is being restored.</numerusform>
            <numerusform>All %Ln are being restored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln copied</source>
        <translation>
            <numerusform>%Ln copied</numerusform>
            <numerusform>%Ln copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln renamed</source>
        <translation>
            <numerusform>%Ln renamed</numerusform>
            <numerusform>%Ln renamed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln moved</source>
        <translation>
            <numerusform>%Ln moved</numerusform>
            <numerusform>%Ln moved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln edited</source>
        <translation>
            <numerusform>%Ln edited</numerusform>
            <numerusform>%Ln edited</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln deleted</source>
        <translation>
            <numerusform>%Ln deleted</numerusform>
            <numerusform>%Ln deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln undeleted</source>
        <translation>
            <numerusform>%Ln undeleted</numerusform>
            <numerusform>%Ln undeleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln being restored</source>
        <translation>
            <numerusform>%Ln being restored</numerusform>
            <numerusform>%Ln being restored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not copied</source>
        <translation>
            <numerusform>%Ln not copied</numerusform>
            <numerusform>%Ln not copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not renamed</source>
        <translation>
            <numerusform>%Ln not renamed</numerusform>
            <numerusform>%Ln not renamed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not moved</source>
        <translation>
            <numerusform>%Ln not moved</numerusform>
            <numerusform>%Ln not moved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not edited</source>
        <translation>
            <numerusform>%Ln not edited</numerusform>
            <numerusform>%Ln not edited</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not deleted</source>
        <translation>
            <numerusform>%Ln not deleted</numerusform>
            <numerusform>%Ln not deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not undeleted</source>
        <translation>
            <numerusform>%Ln not undeleted</numerusform>
            <numerusform>%Ln not undeleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not restored</source>
        <translation>
            <numerusform>%Ln not restored</numerusform>
            <numerusform>%Ln not restored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The store allows %Ln tag(s). Remove some.</source>
        <translation>
            <numerusform>The store allows %Ln tag. Remove some.</numerusform>
            <numerusform>The store allows %Ln tags. Remove some.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected, {size} in all</source>
        <translation>
            <numerusform>%Ln selected, {size} in all</numerusform>
            <numerusform>%Ln selected, {size} in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln object(s)</source>
        <translation>
            <numerusform>Copy %Ln object</numerusform>
            <numerusform>Copy %Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln object(s)</source>
        <translation>
            <numerusform>Move %Ln object</numerusform>
            <numerusform>Move %Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit %Ln object(s)</source>
        <translation>
            <numerusform>Edit %Ln object</numerusform>
            <numerusform>Edit %Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln object(s)</source>
        <translation>
            <numerusform>Delete %Ln object</numerusform>
            <numerusform>Delete %Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undelete %Ln object(s)</source>
        <translation>
            <numerusform>Undelete %Ln object</numerusform>
            <numerusform>Undelete %Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %Ln object(s)</source>
        <translation>
            <numerusform>Restore %Ln object</numerusform>
            <numerusform>Restore %Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln folder(s)</source>
        <translation>
            <numerusform>Copy %Ln folder</numerusform>
            <numerusform>Copy %Ln folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln folder(s)</source>
        <translation>
            <numerusform>Move %Ln folder</numerusform>
            <numerusform>Move %Ln folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit all objects in %Ln folder(s)</source>
        <translation>
            <numerusform>Edit all objects in %Ln folder</numerusform>
            <numerusform>Edit all objects in %Ln folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln folder(s)</source>
        <translation>
            <numerusform>Delete %Ln folder</numerusform>
            <numerusform>Delete %Ln folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undelete %Ln folder(s)</source>
        <translation>
            <numerusform>Undelete %Ln folder</numerusform>
            <numerusform>Undelete %Ln folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %Ln folder(s)</source>
        <translation>
            <numerusform>Restore %Ln folder</numerusform>
            <numerusform>Restore %Ln folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln item(s)</source>
        <translation>
            <numerusform>Copy %Ln item</numerusform>
            <numerusform>Copy %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln item(s)</source>
        <translation>
            <numerusform>Move %Ln item</numerusform>
            <numerusform>Move %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit %Ln item(s)</source>
        <translation>
            <numerusform>Edit %Ln item</numerusform>
            <numerusform>Edit %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln item(s)</source>
        <translation>
            <numerusform>Delete %Ln item</numerusform>
            <numerusform>Delete %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undelete %Ln item(s)</source>
        <translation>
            <numerusform>Undelete %Ln item</numerusform>
            <numerusform>Undelete %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %Ln item(s)</source>
        <translation>
            <numerusform>Restore %Ln item</numerusform>
            <numerusform>Restore %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rename %Ln object(s)</source>
        <translation>
            <numerusform>Rename %Ln object</numerusform>
            <numerusform>Rename %Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of these, %Ln cannot be undone: no version is kept of them.</source>
        <translation>
            <numerusform>Of these, %Ln cannot be undone: no version is kept of it.</numerusform>
            <numerusform>Of these, %Ln cannot be undone: no version is kept of them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln copied in one call each</source>
        <translation>
            <numerusform>%Ln copied in one call</numerusform>
            <numerusform>%Ln copied in one call each</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln set without a copy</source>
        <translation>
            <numerusform>%Ln set without a copy</numerusform>
            <numerusform>%Ln set without a copy</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln copied in {parts}</source>
        <translation>
            <numerusform>%Ln copied in {parts}</numerusform>
            <numerusform>%Ln copied in {parts}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; you are asked about each, or once for all</source>
        <translation>
            <numerusform>%Ln; you are asked about it</numerusform>
            <numerusform>%Ln; you are asked about each, or once for all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; they are not touched, and their objects are refused</source>
        <translation>
            <numerusform>%Ln; it is not touched, and its object is refused</numerusform>
            <numerusform>%Ln; they are not touched, and their objects are refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; they are not touched, and their objects are left out</source>
        <translation>
            <numerusform>%Ln; it is not touched, and its object is left out</numerusform>
            <numerusform>%Ln; they are not touched, and their objects are left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; they are replaced</source>
        <translation>
            <numerusform>%Ln; it is replaced</numerusform>
            <numerusform>%Ln; they are replaced</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; they stay, and the new objects get other names</source>
        <translation>
            <numerusform>%Ln; it stays, and the new object gets another name</numerusform>
            <numerusform>%Ln; they stay, and the new objects get other names</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; those that differ are replaced</source>
        <translation>
            <numerusform>%Ln; it is replaced if it differs</numerusform>
            <numerusform>%Ln; those that differ are replaced</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln, because nothing is to be done</source>
        <translation>
            <numerusform>%Ln, because nothing is to be done</numerusform>
            <numerusform>%Ln, because nothing is to be done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) are no longer there</source>
        <translation>
            <numerusform>%Ln object is no longer there</numerusform>
            <numerusform>%Ln objects are no longer there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln archived object(s); that takes minutes to days</source>
        <translation>
            <numerusform>%Ln archived object; that takes minutes to days</numerusform>
            <numerusform>%Ln archived objects; that takes minutes to days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln, because not all of each can be carried along or read, or no copy can be proven as the settings ask</source>
        <translation>
            <numerusform>%Ln, because not all of it can be carried along or read, or no copy can be proven as the settings ask</numerusform>
            <numerusform>%Ln, because not all of each can be carried along or read, or no copy can be proven as the settings ask</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s), which stay as they are</source>
        <translation>
            <numerusform>%Ln object, which stays as it is</numerusform>
            <numerusform>%Ln objects, which stay as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s), which stay as they are</source>
        <translation>
            <numerusform>%Ln folder, which stays as it is</numerusform>
            <numerusform>%Ln folders, which stay as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of the originals that are deleted; what the copy lacks is lost</source>
        <translation>
            <numerusform>%Ln of the originals that are deleted; what the copy lacks is lost</numerusform>
            <numerusform>%Ln of the originals that are deleted; what the copy lacks is lost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delete marker(s) remain, and behind them the versions</source>
        <translation>
            <numerusform>%Ln delete marker remains, and behind it the versions</numerusform>
            <numerusform>%Ln delete markers remain, and behind them the versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) lack a property of their source. Open the row to see which.</source>
        <translation>
            <numerusform>%Ln object lacks a property of its source. Open the row to see it.</numerusform>
            <numerusform>%Ln objects lack a property of their source. Open the row to see which.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Counting what this takes: %Ln object(s) so far</source>
        <translation>
            <numerusform>Counting what this takes: %Ln object so far</numerusform>
            <numerusform>Counting what this takes: %Ln objects so far</numerusform>
        </translation>
    </message>
</context>
</TS>
