<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AccountDesk</name>
    <message>
        <source>Remove the account {name}?</source>
        <translation>移除账号 {name}？</translation>
    </message>
    <message>
        <source>Its access key is forgotten on this computer. Nothing is deleted in the store. Unfinished copies of this account stop.</source>
        <translation>本机将忘记它的密钥。存储中的内容不会被删除。此账号未完成的复制任务会停止。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>AccountDialog</name>
    <message>
        <source>Edit account</source>
        <translation>编辑账号</translation>
    </message>
    <message>
        <source>Add account</source>
        <translation>添加账号</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
    <message>
        <source>Where the secret is kept</source>
        <translation>密钥保存在哪里</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>测试结果</translation>
    </message>
    <message>
        <source>The account is being tested</source>
        <translation>正在测试账号</translation>
    </message>
    <message>
        <source>Looking for a secure keyring…</source>
        <translation>正在查找安全的密钥环…</translation>
    </message>
    <message>
        <source>The secret is kept in this desktop&apos;s keyring.</source>
        <translation>密钥保存在本机桌面的密钥环中。</translation>
    </message>
    <message>
        <source>No secure keyring was found: the secret is kept only in memory, until you quit.</source>
        <translation>没有找到安全的密钥环：密钥只保存在内存中，退出程序后即失效。</translation>
    </message>
    <message>
        <source>Until then the secret is kept only in memory, until you quit.</source>
        <translation>在此之前，密钥只保存在内存中，退出程序后即失效。</translation>
    </message>
    <message>
        <source>Stop the &amp;test</source>
        <translation>停止测试(&amp;T)</translation>
    </message>
</context>
<context>
    <name>AccountFields</name>
    <message>
        <source>Public</source>
        <translation>公网</translation>
    </message>
    <message>
        <source>Internal (inside the provider&apos;s network)</source>
        <translation>内网（仅限云服务商网络内）</translation>
    </message>
    <message>
        <source>Transfer acceleration</source>
        <translation>传输加速</translation>
    </message>
    <message>
        <source>Custom address</source>
        <translation>自定义地址</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Bucket in the host name</source>
        <translation>存储桶在主机名中</translation>
    </message>
    <message>
        <source>Bucket in the path</source>
        <translation>存储桶在路径中</translation>
    </message>
    <message>
        <source>Own domain of one bucket (CNAME)</source>
        <translation>单个存储桶的自有域名（CNAME）</translation>
    </message>
    <message>
        <source>Version 4</source>
        <translation>版本 4</translation>
    </message>
    <message>
        <source>Version 1</source>
        <translation>版本 1</translation>
    </message>
    <message>
        <source>only for temporary (STS) credentials</source>
        <translation>仅用于临时（STS）凭证</translation>
    </message>
    <message>
        <source>bucket/folder/ for keys that may not list buckets</source>
        <translation>存储桶/文件夹/，用于无权列出存储桶的密钥</translation>
    </message>
    <message>
        <source>Show the secret</source>
        <translation>显示密钥</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Provider</source>
        <translation>服务商(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Region</source>
        <translation>地域(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Endpoint</source>
        <translation>访问域名(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>Access &amp;key id</source>
        <translation>AccessKey ID(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Secret</source>
        <translation>密钥(&amp;S)</translation>
    </message>
    <message>
        <source>Security t&amp;oken</source>
        <translation>安全令牌(&amp;O)</translation>
    </message>
    <message>
        <source>seldom needed</source>
        <translation>通常不需要填写</translation>
    </message>
    <message>
        <source>Start pat&amp;h</source>
        <translation>起始路径(&amp;H)</translation>
    </message>
    <message>
        <source>A&amp;ddressing</source>
        <translation>寻址方式(&amp;D)</translation>
    </message>
    <message>
        <source>Signat&amp;ure</source>
        <translation>签名版本(&amp;U)</translation>
    </message>
    <message>
        <source>Copies in the queue know the account by its name, so it stays.</source>
        <translation>队列中的复制任务按名称识别账号，因此名称不能更改。</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>保持不变</translation>
    </message>
</context>
<context>
    <name>AccountTree</name>
    <message>
        <source>Accounts and buckets</source>
        <translation>账号和存储桶</translation>
    </message>
</context>
<context>
    <name>AccountsModel</name>
    <message>
        <source>Loading…</source>
        <extracomment>Position in the list of accounts; the internal id of the rows below.</extracomment>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>No buckets</source>
        <translation>没有存储桶</translation>
    </message>
    <message>
        <source>This account is gone when you quit.</source>
        <translation>退出程序后，此账号即消失。</translation>
    </message>
</context>
<context>
    <name>AddressBar</name>
    <message>
        <source>Back</source>
        <extracomment>So long after the last key the rows are filtered.</extracomment>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上一级</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>account:bucket/folder/</source>
        <translation>账号:存储桶/文件夹/</translation>
    </message>
    <message>
        <source>Filter the loaded rows</source>
        <translation>筛选已加载的行</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
</context>
<context>
    <name>BrowserPane</name>
    <message>
        <source>{pane}: objects</source>
        <extracomment>An answer that comes sooner than this is shown without a page that says &quot;Loading&quot;.</extracomment>
        <translation>{pane}：对象</translation>
    </message>
    <message>
        <source>{pane}: buckets</source>
        <translation>{pane}：存储桶</translation>
    </message>
</context>
<context>
    <name>BucketsModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Storage class</source>
        <translation>存储类型</translation>
    </message>
</context>
<context>
    <name>CrumbBar</name>
    <message>
        <source>Places before</source>
        <translation>上级位置</translation>
    </message>
    <message>
        <source>Go to {place}</source>
        <translation>转到 {place}</translation>
    </message>
</context>
<context>
    <name>DropSheet</name>
    <message>
        <source>Copy</source>
        <extracomment>The plan of one preview for another part size (None: automatic). Memory only: it is called while the user types.</extracomment>
        <translation>复制</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>To</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Copied in</source>
        <translation>复制方式</translation>
    </message>
    <message>
        <source>Carried along</source>
        <translation>一并复制</translation>
    </message>
    <message>
        <source>Verified by</source>
        <translation>校验方式</translation>
    </message>
    <message>
        <source>If the target exists</source>
        <translation>目标已存在时</translation>
    </message>
    <message>
        <source>Part size</source>
        <translation>分片大小</translation>
    </message>
    <message>
        <source>Objects to copy</source>
        <translation>要复制的对象</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln item(s) on the server</source>
        <translation>
            <numerusform>在服务器端复制 %Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>This cannot be copied</source>
        <translation>无法复制</translation>
    </message>
    <message numerus="yes">
        <source>Queue %Ln copies</source>
        <translation>
            <numerusform>将 %Ln 个复制任务加入队列</numerusform>
        </translation>
    </message>
    <message>
        <source>What the folders hold is counted while it is copied.</source>
        <translation>文件夹的内容将在复制过程中统计。</translation>
    </message>
    <message>
        <source>{size} and what the folders hold</source>
        <translation>{size}（另加文件夹中的内容）</translation>
    </message>
    <message>
        <source>{size} in all</source>
        <translation>共 {size}</translation>
    </message>
    <message>
        <source>Nothing can be queued.</source>
        <translation>没有可以加入队列的任务。</translation>
    </message>
    <message>
        <source>{size} in all; {left_out}</source>
        <translation>共 {size}；{left_out}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) left out</source>
        <translation>
            <numerusform>%Ln 个对象不复制</numerusform>
        </translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>overwrites</source>
        <translation>将覆盖</translation>
    </message>
    <message>
        <source>exists, left out</source>
        <translation>已存在，不复制</translation>
    </message>
    <message>
        <source>What stands in the way</source>
        <translation>存在的问题</translation>
    </message>
</context>
<context>
    <name>JobDetails</name>
    <message>
        <source>Details of the selected copy</source>
        <translation>所选复制任务的详情</translation>
    </message>
    <message>
        <source>What happened and what to do</source>
        <translation>发生了什么，如何处理</translation>
    </message>
    <message>
        <source>Technical details</source>
        <translation>技术细节</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Copy again and replace the object at the target</source>
        <translation>重新复制并替换目标处的对象</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情文本</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln 次请求</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Progress of all copies</source>
        <translation>所有复制任务的进度</translation>
    </message>
    <message>
        <source>The sandbox did not start: {reason}</source>
        <translation>沙箱未能启动：{reason}</translation>
    </message>
    <message>
        <source>Looking at what is to be copied…</source>
        <translation>正在查看要复制的内容…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message numerus="yes">
        <source>%Ln copies queued</source>
        <translation>
            <numerusform>%Ln 个复制任务已加入队列</numerusform>
        </translation>
    </message>
    <message>
        <source>{done} of {size} copied · {percent}</source>
        <translation>已复制 {done} / {size} · {percent}</translation>
    </message>
    <message>
        <source>Bucketferry met a fault of its own. Please report it with the lines of the log.</source>
        <translation>Bucketferry 自身出现故障。请附上日志内容反馈此问题。</translation>
    </message>
    <message>
        <source>Bucketferry {version}</source>
        <translation>Bucketferry {version}</translation>
    </message>
    <message>
        <source>Copies between buckets on the store&apos;s own side: verified, resumable, and nothing is lost.</source>
        <translation>在存储服务端的存储桶之间复制：经过校验、可断点续传、不丢失任何内容。</translation>
    </message>
    <message>
        <source>About Bucketferry</source>
        <translation>关于 Bucketferry</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close the message</source>
        <extracomment>Information leaves by itself; a refusal or a failure stays until it was seen.</extracomment>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>NoticePage</name>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
</context>
<context>
    <name>ObjectsModel</name>
    <message>
        <source>Name</source>
        <extracomment>With more rows than this, sorting would be felt.</extracomment>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Storage class</source>
        <translation>存储类型</translation>
    </message>
    <message>
        <source>Folder {name}</source>
        <translation>文件夹 {name}</translation>
    </message>
</context>
<context>
    <name>PaneFooter</name>
    <message>
        <source>Retry</source>
        <extracomment>With more rows selected than this, their sizes are not summed up: it would be felt.</extracomment>
        <translation>重试</translation>
    </message>
    <message>
        <source>Load the next page again</source>
        <translation>重新加载下一页</translation>
    </message>
    <message>
        <source>Load more</source>
        <translation>加载更多</translation>
    </message>
    <message>
        <source>Load the next page</source>
        <translation>加载下一页</translation>
    </message>
    <message>
        <source>Load all</source>
        <translation>全部加载</translation>
    </message>
    <message>
        <source>Load page after page until the end</source>
        <translation>逐页加载直到末尾</translation>
    </message>
    <message>
        <source>What is loaded</source>
        <translation>已加载的内容</translation>
    </message>
    <message>
        <source>What is selected</source>
        <translation>已选择的内容</translation>
    </message>
    <message>
        <source>{said} · loading…</source>
        <translation>{said} · 正在加载…</translation>
    </message>
    <message>
        <source>Stop loading</source>
        <translation>停止加载</translation>
    </message>
    <message>
        <source>{number} of {loaded} loaded match</source>
        <translation>已加载 {loaded}，其中 {number} 匹配</translation>
    </message>
    <message numerus="yes">
        <source>%Ln bucket(s)</source>
        <translation>
            <numerusform>%Ln 个存储桶</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s)</source>
        <translation>
            <numerusform>%Ln 个文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>{number} of {loaded} loaded</source>
        <translation>已加载 {loaded}，显示 {number}</translation>
    </message>
    <message>
        <source>{number} of {loaded} loaded; sorted over the loaded ones</source>
        <translation>已加载 {loaded}，显示 {number}；仅对已加载的排序</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>已选择 {count}</translation>
    </message>
</context>
<context>
    <name>PaneNotice</name>
    <message>
        <source>Nothing is open</source>
        <translation>尚未打开任何位置</translation>
    </message>
    <message>
        <source>Choose an account or a bucket at the left.</source>
        <translation>请在左侧选择一个账号或存储桶。</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Drop objects or folders here to copy them.</source>
        <translation>把对象或文件夹拖放到这里即可复制。</translation>
    </message>
    <message>
        <source>This folder is empty</source>
        <translation>此文件夹是空的</translation>
    </message>
    <message>
        <source>No buckets</source>
        <translation>没有存储桶</translation>
    </message>
    <message>
        <source>This account has no buckets yet.</source>
        <translation>此账号还没有存储桶。</translation>
    </message>
    <message>
        <source>{place} cannot be shown</source>
        <translation>无法显示 {place}</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Open {place}</source>
        <translation>打开 {place}</translation>
    </message>
</context>
<context>
    <name>PanePair</name>
    <message>
        <source>Left pane</source>
        <extracomment>After this much quiet, panes that show a copy&apos;s target are loaded again.</extracomment>
        <translation>左窗格</translation>
    </message>
    <message>
        <source>Right pane</source>
        <translation>右窗格</translation>
    </message>
    <message>
        <source>There is nothing to paste: copy objects or folders first.</source>
        <translation>没有可粘贴的内容：请先复制对象或文件夹。</translation>
    </message>
    <message>
        <source>Open a bucket first: objects cannot be pasted beside buckets.</source>
        <translation>请先打开一个存储桶：对象不能粘贴到存储桶列表中。</translation>
    </message>
    <message>
        <source>Open a bucket in the other pane first: that is where the copies go.</source>
        <translation>请先在另一个窗格中打开存储桶：副本会放到那里。</translation>
    </message>
</context>
<context>
    <name>PaneTable</name>
    <message>
        <source>Columns</source>
        <extracomment>The selection of so many rows is restored after a reload. The next page is asked for when fewer rows than this many screens lie below.</extracomment>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>PartCanvas</name>
    <message>
        <source>Parts</source>
        <translation>分片</translation>
    </message>
    <message>
        <source>Part {number}: {state}</source>
        <translation>第 {number} 片：{state}</translation>
    </message>
    <message>
        <source>bytes {first} to {last}</source>
        <translation>字节 {first} 至 {last}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln attempt(s)</source>
        <translation>
            <numerusform>尝试 %Ln 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PartGridView</name>
    <message>
        <source>Parts of the selected copy</source>
        <translation>所选复制任务的分片</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>分片</translation>
    </message>
    <message>
        <source>Select a copy to see its parts.</source>
        <translation>选择一个复制任务以查看其分片。</translation>
    </message>
</context>
<context>
    <name>PartSizeEdit</name>
    <message>
        <source>Automatic</source>
        <extracomment>Shown text and bytes; the texts are symbols and stay the same in every language.</extracomment>
        <translation>自动</translation>
    </message>
    <message>
        <source>Parts of</source>
        <translation>每片</translation>
    </message>
    <message>
        <source>Part size</source>
        <translation>分片大小</translation>
    </message>
    <message>
        <source>Unit of the part size</source>
        <translation>分片大小的单位</translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <source>Properties of {name}</source>
        <extracomment>The names of all groups take this much room, so that the values stand below each other.</extracomment>
        <translation>{name} 的属性</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>The properties cannot be shown</source>
        <translation>无法显示属性</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Content headers</source>
        <translation>内容相关 HTTP 头</translation>
    </message>
    <message>
        <source>User metadata</source>
        <translation>自定义元数据</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>存储桶</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>对象名</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>创建方式</translation>
    </message>
    <message>
        <source>Storage class</source>
        <translation>存储类型</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>ACL</source>
        <translation>ACL</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>ETag</source>
        <translation>ETag</translation>
    </message>
    <message>
        <source>not offered by the store</source>
        <translation>存储服务未提供</translation>
    </message>
    <message>
        <source>CRC-64</source>
        <translation>CRC-64</translation>
    </message>
    <message>
        <source>not readable with this key</source>
        <translation>此密钥无权读取</translation>
    </message>
    <message>
        <source>one upload</source>
        <translation>单次上传</translation>
    </message>
    <message>
        <source>an upload in parts</source>
        <translation>分片上传</translation>
    </message>
    <message>
        <source>appending</source>
        <translation>追加写入</translation>
    </message>
    <message>
        <source>a link to another object</source>
        <translation>指向其他对象的软链接</translation>
    </message>
    <message>
        <source>must be restored before it can be read</source>
        <translation>需先解冻才能读取</translation>
    </message>
    <message>
        <source>is being restored</source>
        <translation>正在解冻</translation>
    </message>
    <message>
        <source>is restored and can be read</source>
        <translation>已解冻，可以读取</translation>
    </message>
</context>
<context>
    <name>QueueActions</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>取消…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已结束的</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation>全部继续</translation>
    </message>
    <message>
        <source>Queue actions</source>
        <translation>队列操作</translation>
    </message>
    <message numerus="yes">
        <source>Cancel %Ln copies and abort their unfinished uploads?</source>
        <translation>
            <numerusform>取消 %Ln 个复制任务并中止其未完成的分片上传？</numerusform>
        </translation>
    </message>
    <message>
        <source>Requests in flight end first. Then the parts that were already copied are removed from the store, so that nobody pays for them. Finished objects stay.</source>
        <translation>先等待已发出的请求结束，然后从存储中删除已复制的分片，以免继续计费。已完成的对象会保留。</translation>
    </message>
    <message>
        <source>Cancel and abort</source>
        <translation>取消并中止</translation>
    </message>
    <message>
        <source>Keep copying</source>
        <translation>继续复制</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Queue</source>
        <extracomment>Jobs of a folder that are loaded at once. What somebody who opens a folder looks for first.</extracomment>
        <translation>队列</translation>
    </message>
    <message>
        <source>Nothing is being copied: {reason}</source>
        <translation>复制已停止：{reason}</translation>
    </message>
    <message>
        <source>Sum of the queue</source>
        <translation>队列汇总</translation>
    </message>
    <message>
        <source>Why nothing is being copied</source>
        <translation>复制停止的原因</translation>
    </message>
    <message>
        <source>Nothing is queued</source>
        <translation>队列是空的</translation>
    </message>
    <message>
        <source>Drag an object or a folder onto the other pane, or copy it and paste it there. Its copy appears here.</source>
        <translation>把对象或文件夹拖到另一个窗格，或者复制后粘贴到那里，复制任务就会显示在这里。</translation>
    </message>
    <message>
        <source>Select one of the folder&apos;s copies to see its parts.</source>
        <translation>选择文件夹中的一项复制任务，以查看其分片。</translation>
    </message>
    <message>
        <source>Open the folder to see its copies one by one.</source>
        <translation>展开文件夹可逐个查看其中的复制任务。</translation>
    </message>
</context>
<context>
    <name>QueueTable</name>
    <message>
        <source>Queue of copies</source>
        <extracomment>The names get what the other columns leave; below this the table scrolls sideways.</extracomment>
        <translation>复制队列</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Welcome to Bucketferry</source>
        <translation>欢迎使用 Bucketferry</translation>
    </message>
    <message>
        <source>Copy between buckets on the store&apos;s own side: large objects in parts, verified, and able to go on after any interruption. Begin with an access key of your store, or play without one.</source>
        <translation>在存储服务端的存储桶之间复制：大对象分片复制，经过校验，任何中断后都能继续。使用存储服务的密钥开始，或无需密钥先试用。</translation>
    </message>
    <message>
        <source>Starting the sandbox…</source>
        <translation>正在启动沙箱…</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>操作未成功</translation>
    </message>
    <message>
        <source>Add an account…</source>
        <translation>添加账号…</translation>
    </message>
    <message>
        <source>Try it with the sandbox</source>
        <translation>用沙箱试用</translation>
    </message>
</context>
<context>
    <name>WorkersDialog</name>
    <message>
        <source>Workers</source>
        <translation>并发数</translation>
    </message>
    <message>
        <source>Number of workers</source>
        <translation>并发数</translation>
    </message>
    <message>
        <source>&amp;Number of workers</source>
        <translation>并发数(&amp;N)</translation>
    </message>
    <message>
        <source>Each worker copies one object or one part at a time, so this is how many requests to the stores are under way at once. More workers are faster with large objects, until the store slows them down. The usual number is {usual}. A change holds at once, also for copies that are running.</source>
        <translation>并发数是同时向对象存储发出的请求数，每个请求复制一个对象或一个分片。复制大对象时，并发数越大越快，直到存储服务开始限速。默认值为 {usual}。更改立即生效，也适用于正在进行的复制任务。</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>&amp;Add account…</source>
        <translation>添加账号(&amp;A)…</translation>
    </message>
    <message>
        <source>Enter the access key of an object store</source>
        <translation>输入对象存储的密钥</translation>
    </message>
    <message>
        <source>&amp;Edit account…</source>
        <translation>编辑账号(&amp;E)…</translation>
    </message>
    <message>
        <source>Change the selected account</source>
        <translation>更改所选账号</translation>
    </message>
    <message>
        <source>&amp;Remove account…</source>
        <translation>移除账号(&amp;R)…</translation>
    </message>
    <message>
        <source>Forget the selected account and its secret</source>
        <translation>忘记所选账号及其密钥</translation>
    </message>
    <message>
        <source>Re&amp;fresh buckets</source>
        <translation>刷新存储桶(&amp;F)</translation>
    </message>
    <message>
        <source>List the selected account&apos;s buckets again</source>
        <translation>重新列出所选账号的存储桶</translation>
    </message>
    <message>
        <source>&amp;Try the sandbox</source>
        <translation>试用沙箱(&amp;T)</translation>
    </message>
    <message>
        <source>Start an object store on this computer, to play</source>
        <translation>在本机启动一个对象存储供试用</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>End the program; unfinished copies go on at the next start</source>
        <translation>退出程序；未完成的复制任务会在下次启动时继续</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>Go into the folder or bucket</source>
        <translation>进入文件夹或存储桶</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Remember the selected rows, to paste them</source>
        <translation>记住所选的行，以便粘贴</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Copy what was remembered to this folder</source>
        <translation>把记住的内容复制到此文件夹</translation>
    </message>
    <message>
        <source>Copy to other pane</source>
        <translation>复制到另一个窗格</translation>
    </message>
    <message>
        <source>Copy the selected rows to the other pane&apos;s folder</source>
        <translation>把所选的行复制到另一个窗格的文件夹</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Select all rows that are shown</source>
        <translation>选择显示的所有行</translation>
    </message>
    <message>
        <source>P&amp;roperties</source>
        <translation>属性(&amp;R)</translation>
    </message>
    <message>
        <source>Show all that is known of the object</source>
        <translation>显示对象的全部已知信息</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>Go to the place before</source>
        <translation>转到前一个位置</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>前进(&amp;F)</translation>
    </message>
    <message>
        <source>Go to the place after</source>
        <translation>转到后一个位置</translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation>上一级(&amp;U)</translation>
    </message>
    <message>
        <source>Go to the folder above</source>
        <translation>转到上一级文件夹</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>刷新(&amp;R)</translation>
    </message>
    <message>
        <source>Load the folder again</source>
        <translation>重新加载文件夹</translation>
    </message>
    <message>
        <source>Type an &amp;address</source>
        <translation>输入地址(&amp;A)</translation>
    </message>
    <message>
        <source>Type where to go</source>
        <translation>输入要前往的位置</translation>
    </message>
    <message>
        <source>Fi&amp;lter</source>
        <translation>筛选(&amp;L)</translation>
    </message>
    <message>
        <source>Show only rows whose name holds a text</source>
        <translation>只显示名称包含某段文字的行</translation>
    </message>
    <message>
        <source>To the a&amp;ccounts</source>
        <translation>转到账号(&amp;C)</translation>
    </message>
    <message>
        <source>Move the keyboard to the tree</source>
        <translation>把键盘焦点移到树</translation>
    </message>
    <message>
        <source>To the &amp;left pane</source>
        <translation>转到左窗格(&amp;L)</translation>
    </message>
    <message>
        <source>Move the keyboard there</source>
        <translation>把键盘焦点移到那里</translation>
    </message>
    <message>
        <source>To the ri&amp;ght pane</source>
        <translation>转到右窗格(&amp;G)</translation>
    </message>
    <message>
        <source>To the &amp;queue</source>
        <translation>转到队列(&amp;Q)</translation>
    </message>
    <message>
        <source>Move the keyboard to the queue</source>
        <translation>把键盘焦点移到队列</translation>
    </message>
    <message>
        <source>Sort by the &amp;first column</source>
        <translation>按第一列排序(&amp;F)</translation>
    </message>
    <message>
        <source>Once more: the other way round</source>
        <translation>再按一次则反向排序</translation>
    </message>
    <message>
        <source>Sort by the &amp;second column</source>
        <translation>按第二列排序(&amp;S)</translation>
    </message>
    <message>
        <source>Sort by the &amp;third column</source>
        <translation>按第三列排序(&amp;T)</translation>
    </message>
    <message>
        <source>Sort by the f&amp;ourth column</source>
        <translation>按第四列排序(&amp;O)</translation>
    </message>
    <message>
        <source>Show the &amp;accounts</source>
        <translation>显示账号(&amp;A)</translation>
    </message>
    <message>
        <source>Show or hide the tree</source>
        <translation>显示或隐藏树</translation>
    </message>
    <message>
        <source>Show the &amp;queue</source>
        <translation>显示队列(&amp;Q)</translation>
    </message>
    <message>
        <source>Show or hide the queue</source>
        <translation>显示或隐藏队列</translation>
    </message>
    <message>
        <source>&amp;Workers…</source>
        <translation>并发数(&amp;W)…</translation>
    </message>
    <message>
        <source>Choose how many copies or parts are under way at once</source>
        <translation>设置同时复制的对象或分片的数量</translation>
    </message>
    <message>
        <source>Colours of the &amp;desktop</source>
        <translation>跟随桌面配色(&amp;D)</translation>
    </message>
    <message>
        <source>Light or dark, as the desktop is</source>
        <translation>跟随桌面使用浅色或深色</translation>
    </message>
    <message>
        <source>&amp;Light colours</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Dark text on light</source>
        <translation>浅色背景，深色文字</translation>
    </message>
    <message>
        <source>&amp;Dark colours</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Light text on dark</source>
        <translation>深色背景，浅色文字</translation>
    </message>
    <message>
        <source>&amp;About Bucketferry</source>
        <translation>关于 Bucketferry(&amp;A)</translation>
    </message>
    <message>
        <source>Show the version</source>
        <translation>显示版本</translation>
    </message>
</context>
<context>
    <name>app</name>
    <message>
        <source>Bucketferry is already running. Use the window that is open.</source>
        <extracomment>Threads for the network of the window itself, so that a listing never waits behind copies. What the workers may use of one core: above that, Python&apos;s lock starves the thread that paints.</extracomment>
        <translation>Bucketferry 已在运行。请使用已打开的窗口。</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>&amp;Account</source>
        <translation>账号(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <extracomment>What stands below the queue&apos;s own actions.</extracomment>
        <translation>队列(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Main tool bar</source>
        <translation>主工具栏</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>{n} B</source>
        <translation>{n} B</translation>
    </message>
    <message>
        <source>{n} KiB</source>
        <translation>{n} KiB</translation>
    </message>
    <message>
        <source>{n} MiB</source>
        <translation>{n} MiB</translation>
    </message>
    <message>
        <source>{n} GiB</source>
        <translation>{n} GiB</translation>
    </message>
    <message>
        <source>{n} TiB</source>
        <translation>{n} TiB</translation>
    </message>
    <message>
        <source>{n} PiB</source>
        <translation>{n} PiB</translation>
    </message>
    <message>
        <source>{n} EiB</source>
        <translation>{n} EiB</translation>
    </message>
    <message numerus="yes">
        <source>%Ln byte(s)</source>
        <translation>
            <numerusform>%Ln 字节</numerusform>
        </translation>
    </message>
    <message>
        <source>{size} ({n} bytes)</source>
        <translation>{size}（{n} 字节）</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
    <message>
        <source>{n}%</source>
        <translation>{n}%</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{min} min {s} s</source>
        <translation>{min} 分 {s} 秒</translation>
    </message>
    <message>
        <source>{h} h {min} min</source>
        <translation>{h} 小时 {min} 分</translation>
    </message>
    <message>
        <source>{d} d {h} h</source>
        <translation>{d} 天 {h} 小时</translation>
    </message>
    <message>
        <source>Enter the access key id.</source>
        <translation>请输入 AccessKey ID。</translation>
    </message>
    <message>
        <source>Begin with the bucket&apos;s name, not with a slash.</source>
        <translation>请以存储桶名称开头，不要以斜杠开头。</translation>
    </message>
    <message>
        <source>This endpoint is not encrypted: others on the network can read along.</source>
        <translation>此访问域名未加密：网络上的其他人可以看到传输内容。</translation>
    </message>
    <message>
        <source>Internal endpoints answer only inside the provider&apos;s own network.</source>
        <translation>内网域名只能在云服务商自己的网络内访问。</translation>
    </message>
    <message>
        <source>Give the account a name.</source>
        <translation>请为账号取一个名称。</translation>
    </message>
    <message>
        <source>There is an account of this name already. Choose another name.</source>
        <translation>已有同名账号，请换一个名称。</translation>
    </message>
    <message>
        <source>A name has at most 64 characters and no colon, slash or line break.</source>
        <translation>名称最多 64 个字符，且不能包含冒号、斜杠或换行。</translation>
    </message>
    <message>
        <source>Choose a region.</source>
        <translation>请选择地域。</translation>
    </message>
    <message>
        <source>This region is not known. Choose a custom endpoint for it.</source>
        <translation>未知的地域，请为它选择自定义地址。</translation>
    </message>
    <message>
        <source>Enter an address such as {example}.</source>
        <translation>请输入地址，例如 {example}。</translation>
    </message>
    <message>
        <source>Enter the secret that belongs to the key id.</source>
        <translation>请输入与该 AccessKey ID 对应的密钥。</translation>
    </message>
    <message>
        <source>Another key needs its own secret. Enter it.</source>
        <translation>更换密钥对后需要新的密钥，请输入。</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>未统计</translation>
    </message>
    <message>
        <source>object by object</source>
        <translation>逐个对象</translation>
    </message>
    <message numerus="yes">
        <source>%Ln part(s)</source>
        <translation>
            <numerusform>%Ln 个分片</numerusform>
        </translation>
    </message>
    <message>
        <source>{parts} of {size}</source>
        <translation>{parts}，每片 {size}</translation>
    </message>
    <message>
        <source>one request</source>
        <translation>单次请求</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>headers, metadata, tags, ACL and storage class of each object</source>
        <translation>每个对象的 HTTP 头、元数据、标签、ACL 和存储类型</translation>
    </message>
    <message>
        <source>each object by the best checksum that the store offers</source>
        <translation>每个对象使用存储服务提供的最佳校验和</translation>
    </message>
    <message>
        <source>CRC-64 of source and copy, compared on the server</source>
        <translation>源与副本的 CRC-64（由服务器端计算）</translation>
    </message>
    <message>
        <source>part ETags and sizes: the store has no CRC-64 of the source</source>
        <translation>分片 ETag 和大小：存储服务没有源对象的 CRC-64</translation>
    </message>
    <message>
        <source>The target exists and will not be touched. Choose Overwrite to replace it.</source>
        <translation>目标已存在，不会改动。选择“覆盖”可替换它。</translation>
    </message>
    <message>
        <source>The target exists and will be replaced.</source>
        <translation>目标已存在，将被替换。</translation>
    </message>
    <message>
        <source>The target exists, so this object is left out.</source>
        <translation>目标已存在，不复制此对象。</translation>
    </message>
    <message>
        <source>The store copies between two regions ({regions}) on its own side. Nothing is downloaded, but the provider charges for the traffic.</source>
        <translation>由存储服务在两个地域之间（{regions}）直接复制，不经过本机下载，但服务商会收取流量费用。</translation>
    </message>
    <message>
        <source>The store copies from {source} to {target} on its own side. Nothing is downloaded.</source>
        <translation>由存储服务在服务器端从 {source} 复制到 {target}，不下载任何数据。</translation>
    </message>
    <message>
        <source>{account} ({region})</source>
        <translation>{account}（{region}）</translation>
    </message>
    <message>
        <source>The store copies on its own side, inside {place}. Nothing is downloaded.</source>
        <translation>由存储服务在 {place} 内进行服务器端复制，不下载任何数据。</translation>
    </message>
    <message>
        <source>content headers</source>
        <translation>内容相关 HTTP 头</translation>
    </message>
    <message numerus="yes">
        <source>%Ln metadata entry(ies)</source>
        <translation>
            <numerusform>%Ln 项元数据</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tag(s)</source>
        <translation>
            <numerusform>%Ln 个标签</numerusform>
        </translation>
    </message>
    <message>
        <source>tags (not readable with this key)</source>
        <translation>标签（此密钥无权读取）</translation>
    </message>
    <message>
        <source>ACL {acl}</source>
        <translation>ACL {acl}</translation>
    </message>
    <message>
        <source>not the ACL (not readable with this key)</source>
        <translation>不含 ACL（此密钥无权读取）</translation>
    </message>
    <message>
        <source>storage class {name}</source>
        <translation>存储类型 {name}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Source → target</source>
        <translation>源 → 目标</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Verified by</source>
        <translation>校验方式</translation>
    </message>
    <message>
        <source>One request: the store reports no progress inside it.</source>
        <translation>单次请求：存储服务不报告请求内的进度。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more (Enter)</source>
        <translation>
            <numerusform>还有 %Ln 个（按回车键）</numerusform>
        </translation>
    </message>
    <message>
        <source>{state}, {failed}</source>
        <translation>{state}，{failed}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln 个失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln 个被拒绝</numerusform>
        </translation>
    </message>
    <message>
        <source>{percent} · {done} of {whole}</source>
        <translation>{percent} · {done} / {whole}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>{done} of {jobs}</source>
        <translation>{done} / {jobs}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>复制中</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>CRC-64 equal</source>
        <translation>CRC-64 一致</translation>
    </message>
    <message>
        <source>part CRC-64s combine to the source&apos;s</source>
        <translation>各分片 CRC-64 合并后与源一致</translation>
    </message>
    <message>
        <source>part ETags and sizes match</source>
        <translation>分片 ETag 和大小一致</translation>
    </message>
    <message>
        <source>size only: the store offers no checksum</source>
        <translation>仅比较大小：存储服务未提供校验和</translation>
    </message>
    <message>
        <source>The store&apos;s CRC-64 of the copy equals its CRC-64 of the source.</source>
        <translation>存储服务给出的副本 CRC-64 与源对象的 CRC-64 一致：每个字节都已比较。</translation>
    </message>
    <message>
        <source>The CRC-64s of the parts, put together, equal the source&apos;s CRC-64.</source>
        <translation>各分片的 CRC-64 合并后与源对象的 CRC-64 一致：每个字节都已比较。</translation>
    </message>
    <message>
        <source>The size is right and the store kept every part as it reported it, but it offers no checksum of the whole.</source>
        <translation>大小正确，且存储服务保存的每个分片都与其报告的一致，但它未提供整个对象的校验和。</translation>
    </message>
    <message>
        <source>Only the size could be compared, because the store offers no checksum for this object.</source>
        <translation>只能比较大小，因为存储服务未提供此对象的校验和。</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>retried</source>
        <translation>重试过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Do not overwrite</source>
        <translation>不覆盖</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Skip existing</source>
        <translation>跳过已存在的</translation>
    </message>
    <message>
        <source>request {id}</source>
        <translation>请求 {id}</translation>
    </message>
    <message numerus="yes">
        <source>It lists %Ln bucket(s).</source>
        <translation>
            <numerusform>可列出 %Ln 个存储桶。</numerusform>
        </translation>
    </message>
    <message>
        <source>{said} {more}</source>
        <translation>{said}{more}</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Listing…</source>
        <translation>正在列举…</translation>
    </message>
    <message>
        <source>The store answered that it gets too many requests. Wait a few minutes, then retry: finished parts are kept.</source>
        <translation>存储服务表示请求过多。请等几分钟后重试：已完成的分片会保留。</translation>
    </message>
    <message>
        <source>The store had a passing fault and several tries did not help. Retry: finished parts are kept.</source>
        <translation>存储服务出现暂时性故障，多次尝试均未成功。请重试：已完成的分片会保留。</translation>
    </message>
    <message>
        <source>The store could not be reached. Check the network connection and the account&apos;s endpoint, then retry.</source>
        <translation>无法连接存储服务。请检查网络连接和账号的访问域名，然后重试。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock differs too much from the store&apos;s. Set the date, time and time zone, then retry.</source>
        <translation>本机时钟与存储服务相差过大。请校正日期、时间和时区，然后重试。</translation>
    </message>
    <message>
        <source>The bucket lives in another region than the account&apos;s endpoint. Correct the endpoint in the account, then retry.</source>
        <translation>存储桶与账号的访问域名不在同一地域。请在账号中改正访问域名，然后重试。</translation>
    </message>
    <message>
        <source>The temporary credentials have expired. Enter fresh ones in the account, then retry.</source>
        <translation>临时凭证已过期。请在账号中输入新的凭证，然后重试。</translation>
    </message>
    <message>
        <source>The answer was lost, so it is unknown whether the store did what was asked. Retry: the store is looked at first and nothing is done twice.</source>
        <translation>应答丢失，无法得知存储服务是否已执行请求。请重试：会先查看存储中的状态，不会重复执行。</translation>
    </message>
    <message>
        <source>An object with this name exists at the target; it was not touched. Choose Overwrite to replace it, or copy to another name.</source>
        <translation>目标处已有同名对象，未作改动。请选择“覆盖”替换它，或复制为其他名称。</translation>
    </message>
    <message>
        <source>The source was changed while it was being copied, so the copy was stopped. Retry to copy it as it is now.</source>
        <translation>源对象在复制过程中被修改，复制已停止。重试即可复制它现在的内容。</translation>
    </message>
    <message>
        <source>The object does not exist, or no longer. Reload the folder and check the name.</source>
        <translation>对象不存在或已被删除。请刷新文件夹并检查名称。</translation>
    </message>
    <message>
        <source>The bucket does not exist. Check its name and that the account&apos;s endpoint is of its region.</source>
        <translation>存储桶不存在。请检查其名称，以及账号的访问域名是否属于它所在的地域。</translation>
    </message>
    <message>
        <source>The unfinished upload is gone from the store: somebody aborted it, or a lifecycle rule did. Retry to start it anew.</source>
        <translation>存储中未完成的分片上传已不存在：被他人或生命周期规则中止。重试即可重新开始。</translation>
    </message>
    <message>
        <source>The access key is not allowed to do this. Ask the bucket&apos;s owner for the permission, or use another account.</source>
        <translation>此密钥无权执行该操作。请向存储桶所有者申请权限，或使用其他账号。</translation>
    </message>
    <message>
        <source>The store does not accept the access key. Check the key id and the secret in the account, then retry.</source>
        <translation>存储服务不接受此密钥。请检查账号中的 AccessKey ID 和密钥，然后重试。</translation>
    </message>
    <message>
        <source>The object is archived and cannot be read now. Restore it in the store&apos;s console, wait until it is readable, then retry.</source>
        <translation>对象已归档，目前无法读取。请在存储服务控制台解冻，待可读后重试。</translation>
    </message>
    <message>
        <source>The store does not offer this operation for this object or bucket. A retry will not help.</source>
        <translation>存储服务不支持对此对象或存储桶执行该操作，重试无济于事。</translation>
    </message>
    <message>
        <source>The store refused this size. Queue the copy again with another part size.</source>
        <translation>存储服务拒绝了这个大小。请换一个分片大小重新加入队列。</translation>
    </message>
    <message>
        <source>The bucket or the account has reached a limit of the store. Free some space or raise the limit, then retry.</source>
        <translation>存储桶或账号已达到存储服务的限额。请释放空间或提高限额，然后重试。</translation>
    </message>
    <message>
        <source>The store did not accept the request&apos;s form. Check the name and the account&apos;s settings; if they are right, this is a fault of Bucketferry: please copy the details and report it.</source>
        <translation>存储服务不接受请求的格式。请检查名称和账号设置；如果都正确，则是 Bucketferry 的故障：请复制详情并反馈。</translation>
    </message>
    <message>
        <source>Bucketferry met a fault of its own and stopped this job. Please copy the details and report it.</source>
        <translation>Bucketferry 自身出现故障并停止了此任务。请复制详情并反馈。</translation>
    </message>
    <message>
        <source>The account of this copy is no longer saved. Add it again under the same name, then retry.</source>
        <extracomment>Failures that are known better than by their kind, by the code that core or the store gave them.</extracomment>
        <translation>此复制任务的账号已不存在。请用相同名称重新添加，然后重试。</translation>
    </message>
    <message>
        <source>This version does not know the account&apos;s provider. Remove the account and add it again.</source>
        <translation>当前版本不认识此账号的服务商。请删除账号后重新添加。</translation>
    </message>
    <message>
        <source>The secret of this account is not known here. Edit the account and enter it, then retry.</source>
        <translation>本机没有此账号的密钥。请编辑账号并输入密钥，然后重试。</translation>
    </message>
    <message>
        <source>The desktop&apos;s keyring holds the secret and does not give it out. Unlock the keyring, or edit the account and enter the secret, then retry.</source>
        <translation>密钥保存在桌面的密钥环中，但未能取出。请解锁密钥环，或编辑账号并输入密钥，然后重试。</translation>
    </message>
    <message>
        <source>The account&apos;s endpoint cannot be used. Edit the account and enter one like https://oss-cn-hangzhou.aliyuncs.com.</source>
        <translation>账号的访问域名不可用。请编辑账号，输入类似 https://oss-cn-hangzhou.aliyuncs.com 的地址。</translation>
    </message>
    <message>
        <source>The endpoint&apos;s host name is not known. Check its spelling in the account, and the network.</source>
        <translation>无法解析访问域名的主机名。请检查账号中的拼写和网络。</translation>
    </message>
    <message>
        <source>No secure connection to the endpoint came about. Check in the account whether it speaks https.</source>
        <translation>无法与访问域名建立安全连接。请在账号中检查它是否支持 https。</translation>
    </message>
    <message>
        <source>The source was overwritten during the copy, and this store did not refuse to go on. The target may be of both versions: delete it, and copy again.</source>
        <translation>复制期间源对象被覆盖，而该存储没有拒绝继续。目标可能混有两个版本：请删除目标后重新复制。</translation>
    </message>
    <message>
        <source>The store says that it has copied a part, and has not: it cannot copy in parts. Nothing was left behind.</source>
        <translation>该存储声称已复制分片，实际上并没有：它不支持分片复制。没有留下任何残余。</translation>
    </message>
    <message>
        <source>This computer does not trust the endpoint&apos;s certificate. Check the endpoint&apos;s name in the account.</source>
        <translation>本机不信任访问域名的证书。请检查账号中的访问域名。</translation>
    </message>
    <message>
        <source>The store&apos;s list does not come to an end, so it was given up. Please report this to the provider.</source>
        <translation>存储服务的列表没有尽头，列举已放弃。请向服务商反馈。</translation>
    </message>
    <message>
        <source>The store copied the whole object where a part was asked for, so the copy was stopped before it could do harm. This store cannot copy in parts.</source>
        <translation>请求复制一个分片时，存储服务复制了整个对象，因此复制在造成损害前已停止。此存储服务不能分片复制。</translation>
    </message>
    <message>
        <source>The copy was made, but it is not what the source is. Do not use the target: delete it, then retry.</source>
        <translation>副本已生成，但与源对象不一致。请勿使用目标对象：将其删除后重试。</translation>
    </message>
    <message>
        <source>The store copies only inside one region, and these buckets are in two ({detail}). Choose a target bucket in the source&apos;s region, or set up cross-region replication in the store&apos;s console.</source>
        <translation>存储服务只能在同一地域内复制，而这两个存储桶位于不同地域（{detail}）。请选择源地域内的目标存储桶，或在控制台设置跨区域复制。</translation>
    </message>
    <message>
        <source>One access key must read the source and write the target, and these are two accounts. Grant one of them access to the other&apos;s bucket, then copy inside that account.</source>
        <translation>同一密钥必须既能读取源又能写入目标，而这里是两个账号。请授予其中一个账号访问另一方存储桶的权限，然后在该账号内复制。</translation>
    </message>
    <message>
        <source>The two accounts are with different providers; no store copies from another provider&apos;s. Choose a target with the source&apos;s provider.</source>
        <translation>两个账号属于不同的服务商，存储服务无法从其他服务商复制。请选择与源相同服务商的目标。</translation>
    </message>
    <message>
        <source>The source was written by appending, and the store does not copy such objects. Download it and upload it as a normal object.</source>
        <translation>源对象是追加写入的，存储服务不支持复制此类对象。请下载后作为普通对象上传。</translation>
    </message>
    <message>
        <source>The source is archived ({detail}) and cannot be read now. Restore it in the store&apos;s console, wait until it is readable, then copy again.</source>
        <translation>源对象已归档（{detail}），目前无法读取。请在存储服务控制台解冻，待可读后再复制。</translation>
    </message>
    <message>
        <source>The source is being restored from the archive. Copy again when the store has finished.</source>
        <translation>源对象正在解冻。请在解冻完成后再复制。</translation>
    </message>
    <message>
        <source>Source and target are the same object. Choose another folder or another name.</source>
        <translation>源和目标是同一个对象。请选择其他文件夹或其他名称。</translation>
    </message>
    <message>
        <source>The source is a symbolic link to an object of its own bucket, and would point to nothing in another one. Copy the object that it points to.</source>
        <translation>源对象是指向自身存储桶内某个对象的软链接，在其他存储桶中将失去指向。请复制它所指向的对象。</translation>
    </message>
    <message>
        <source>The target lies inside the source, so the copy would find its own copies without end. Choose a target outside of the source.</source>
        <translation>目标位于源之内，复制会无休止地找到自己的副本。请选择源之外的目标。</translation>
    </message>
    <message>
        <source>The target has no name. Give the copy a name.</source>
        <translation>目标没有名称。请为副本取一个名称。</translation>
    </message>
    <message>
        <source>The target&apos;s name with its folders is longer than the {number} bytes that the store allows. Choose a shorter name or another folder.</source>
        <translation>目标名称（含文件夹）超过存储服务允许的 {number} 字节。请选择更短的名称或其他文件夹。</translation>
    </message>
    <message>
        <source>The store does not allow names that begin with a slash or a backslash. Choose another name for the copy.</source>
        <translation>存储服务不允许名称以斜杠或反斜杠开头。请为副本选择其他名称。</translation>
    </message>
    <message>
        <source>The object is larger than {size}, the most that the store makes from parts. It cannot be copied in one piece.</source>
        <translation>对象大于 {size}，超过存储服务用分片所能组成的上限，无法作为一个对象复制。</translation>
    </message>
    <message>
        <source>The part size is below {size}, the least that the store allows. Choose a larger one.</source>
        <translation>分片大小低于存储服务允许的最小值 {size}。请选择更大的值。</translation>
    </message>
    <message>
        <source>The part size is above {size}, the most that the store allows. Choose a smaller one.</source>
        <translation>分片大小超过存储服务允许的最大值 {size}。请选择更小的值。</translation>
    </message>
    <message>
        <source>This part size makes more parts than the store allows. Choose at least {size}, or leave it automatic.</source>
        <translation>按此分片大小，分片数超过存储服务的上限。请至少选择 {size}，或设为自动。</translation>
    </message>
    <message>
        <source>The source&apos;s own metadata is larger than the {size} that the target store allows. Shorten it at the source first.</source>
        <translation>源对象的自定义元数据超过目标存储服务允许的 {size}。请先在源处精简。</translation>
    </message>
    <message>
        <source>The account works.</source>
        <translation>账号可用。</translation>
    </message>
    <message>
        <source>The account works for the bucket {bucket}. It may not list its buckets, so that one is opened first.</source>
        <translation>账号可访问存储桶 {bucket}。它无权列出存储桶，因此会先打开该存储桶。</translation>
    </message>
    <message>
        <source>The store does not know this access key id. Check its spelling, and whether the key is enabled.</source>
        <translation>存储服务不认识此 AccessKey ID。请检查拼写，以及该密钥是否已启用。</translation>
    </message>
    <message>
        <source>The secret does not belong to this access key id. Enter the secret again.</source>
        <translation>密钥与此 AccessKey ID 不匹配。请重新输入密钥。</translation>
    </message>
    <message>
        <source>The temporary credentials have expired. Enter a fresh key id, secret and token.</source>
        <translation>临时凭证已过期。请输入新的 AccessKey ID、密钥和安全令牌。</translation>
    </message>
    <message>
        <source>No store of this provider answers at the endpoint. Check the region, or the endpoint&apos;s spelling.</source>
        <translation>该访问域名没有此服务商的存储服务应答。请检查地域或访问域名的拼写。</translation>
    </message>
    <message>
        <source>This computer does not trust the endpoint&apos;s certificate. Check the endpoint&apos;s name.</source>
        <translation>本机不信任访问域名的证书。请检查访问域名。</translation>
    </message>
    <message>
        <source>The bucket {bucket} of the start path does not exist there. Check its name and the region.</source>
        <translation>起始路径中的存储桶 {bucket} 不存在。请检查其名称和地域。</translation>
    </message>
    <message>
        <source>The key is accepted, but it may not list the buckets. Enter a start path that it may read, such as bucket/folder/.</source>
        <translation>密钥有效，但无权列出存储桶。请输入它可以读取的起始路径，例如 存储桶/文件夹/。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is {skew} away from the store&apos;s. Set the date, time and time zone.</source>
        <translation>本机时钟与存储服务相差 {skew}。请校正日期、时间和时区。</translation>
    </message>
    <message>
        <source>The store could not be reached. Check the network connection and the endpoint.</source>
        <translation>无法连接存储服务。请检查网络连接和访问域名。</translation>
    </message>
    <message>
        <source>The store has a fault or too much to do. Test again in a minute.</source>
        <translation>存储服务出现故障或过于繁忙。请一分钟后再测试。</translation>
    </message>
    <message>
        <source>The test failed in an unforeseen way; the store&apos;s own words below are all that is known.</source>
        <translation>测试以未预料的方式失败；下方存储服务的原文是全部已知信息。</translation>
    </message>
    <message>
        <source>Bucketferry met a fault of its own ({name}). Please report it with the lines of the log.</source>
        <translation>Bucketferry 自身出现故障（{name}）。请附上日志内容反馈此问题。</translation>
    </message>
    <message>
        <source>{size} in {parts} of {part_size}</source>
        <translation>{size}，{parts}，每片 {part_size}</translation>
    </message>
    <message>
        <source>{n} done</source>
        <translation>{n} 已完成</translation>
    </message>
    <message>
        <source>{n} {state}</source>
        <translation>{n} {state}</translation>
    </message>
    <message>
        <source>Nothing was copied.</source>
        <translation>没有复制任何内容。</translation>
    </message>
    <message>
        <source>The parts are shown as soon as the copy goes on.</source>
        <translation>复制继续后即显示各分片。</translation>
    </message>
    <message>
        <source>Not planned yet: first the store is asked about the source.</source>
        <translation>尚未规划：先向存储服务查询源对象。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) could not be copied. Open the folder to see why, or retry them.</source>
        <translation>
            <numerusform>%Ln 个对象未能复制。展开文件夹查看原因，或重试。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln 项</numerusform>
        </translation>
    </message>
</context>
</TS>
