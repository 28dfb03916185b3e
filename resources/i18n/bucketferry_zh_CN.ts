<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AccountActions</name>
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
        <extracomment>The size at first: what the fields need with the buttons below them, but not more than most of a small screen.</extracomment>
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
        <source>The account</source>
        <translation>账号</translation>
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
        <source>as the system says; http://user@host:8080, https, socks5 or direct</source>
        <translation>按系统设置；http://user@host:8080、https、socks5 或 direct</translation>
    </message>
    <message>
        <source>as the system says; a PEM file with those to trust</source>
        <translation>按系统设置；所信任证书的 PEM 文件</translation>
    </message>
    <message>
        <source>charge me where a bucket wants that (Requester Pays)</source>
        <translation>存储桶要求时由我付费（请求者付费）</translation>
    </message>
    <message>
        <source>read-only: refuse all that would write with this account</source>
        <translation>只读：拒绝用此账号执行任何写入操作</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Forget the saved customer&apos;s key</source>
        <translation>移除已保存的客户密钥</translation>
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
        <source>Co&amp;lour</source>
        <translation>颜色(&amp;L)</translation>
    </message>
    <message>
        <source>Security t&amp;oken</source>
        <translation>安全令牌(&amp;O)</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>代理(&amp;X)</translation>
    </message>
    <message>
        <source>Proxy pass&amp;word</source>
        <translation>代理密码(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Certificates</source>
        <translation>证书(&amp;C)</translation>
    </message>
    <message>
        <source>Pa&amp;yment</source>
        <translation>付费(&amp;Y)</translation>
    </message>
    <message>
        <source>Custo&amp;mer&apos;s key</source>
        <translation>客户密钥(&amp;M)</translation>
    </message>
    <message>
        <source>seldom needed</source>
        <translation>通常不需要填写</translation>
    </message>
    <message>
        <source>for objects under a key of your own (SSE-C); base64 or hex digits</source>
        <translation>用于以您自己的密钥加密的对象（SSE-C）；Base64 或十六进制</translation>
    </message>
    <message>
        <source>this store encrypts nothing with a customer&apos;s key</source>
        <translation>此存储服务不支持客户提供的密钥</translation>
    </message>
    <message>
        <source>will be forgotten</source>
        <translation>将被移除</translation>
    </message>
    <message>
        <source>Start pat&amp;h</source>
        <translation>起始路径(&amp;H)</translation>
    </message>
    <message>
        <source>not known here; enter it</source>
        <extracomment>The fields that few accounts need, as far as something can be wrong with them.</extracomment>
        <translation>本机没有，请输入</translation>
    </message>
    <message>
        <source>More settin&amp;gs: token, proxy, certificates, customer&apos;s key, addressing</source>
        <translation>更多设置(&amp;G)：令牌、代理、证书、客户密钥、寻址方式</translation>
    </message>
    <message>
        <source>Protect&amp;ion</source>
        <translation>保护(&amp;I)</translation>
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
        <source>{account} (read-only)</source>
        <translation>{account}（只读）</translation>
    </message>
    <message>
        <source>Nothing is written with this account.</source>
        <translation>不会用此账号写入任何内容。</translation>
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
        <extracomment>An answer that comes sooner than this is shown without a page that says &quot;Loading&quot;. A list of more pages than this is not loaded again unasked, nor as a whole.</extracomment>
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
    <name>ChangeTable</name>
    <message>
        <source>Property</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前值</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
</context>
<context>
    <name>ConflictDialog</name>
    <message>
        <source>The target exists</source>
        <extracomment>What was typed for something else has been typed by then.</extracomment>
        <translation>目标已存在</translation>
    </message>
    <message>
        <source>&amp;Keep both</source>
        <translation>两者都保留(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Skip existing</source>
        <translation>跳过已存在的对象(&amp;S)</translation>
    </message>
    <message>
        <source>Overwrite if &amp;different</source>
        <translation>内容不同时覆盖(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Overwrite</source>
        <translation>覆盖(&amp;O)</translation>
    </message>
    <message>
        <source>Decide &amp;later</source>
        <translation>稍后决定(&amp;L)</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>The original is deleted only after its copy was made and verified.</source>
        <translation>副本生成并通过校验后，才会删除源对象。</translation>
    </message>
    <message numerus="yes">
        <source>Do this for &amp;all of this batch (%Ln so far)</source>
        <translation>
            <numerusform>对本批全部执行此操作(&amp;A)（目前 %Ln 个）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Do this for &amp;all of this batch (%Ln)</source>
        <translation>
            <numerusform>对本批全部执行此操作(&amp;A)（%Ln 个）</numerusform>
        </translation>
    </message>
    <message>
        <source>Whether the contents differ</source>
        <translation>内容是否不同</translation>
    </message>
    <message>
        <source>Name</source>
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
        <source>To be copied</source>
        <translation>待复制</translation>
    </message>
    <message>
        <source>At the target</source>
        <translation>目标处</translation>
    </message>
    <message>
        <source>{what}, {side}</source>
        <translation>{what}（{side}）</translation>
    </message>
    <message>
        <source>The queue keeps these copies. Retry them there to be asked again.</source>
        <translation>这些复制任务保留在队列中。在队列中重试即可再次询问。</translation>
    </message>
</context>
<context>
    <name>CountDialog</name>
    <message>
        <source>Counting</source>
        <translation>正在统计</translation>
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
    <name>DeleteController</name>
    <message>
        <source>Buckets are not deleted here: open one, and delete what is in it.</source>
        <translation>这里不能删除存储桶：请打开存储桶，再删除其中的内容。</translation>
    </message>
</context>
<context>
    <name>DeleteDialog</name>
    <message>
        <source>Delete object</source>
        <translation>删除对象</translation>
    </message>
    <message>
        <source>Delete “{name}”?</source>
        <translation>删除“{name}”？</translation>
    </message>
    <message>
        <source>What deleting means</source>
        <translation>删除的后果</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation>重试(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Looking whether the bucket keeps versions…</source>
        <translation>正在查看存储桶是否保留版本…</translation>
    </message>
    <message>
        <source>The bucket keeps versions: the object is hidden behind a delete marker. This can be undone, and the bytes stay and are still charged.</source>
        <translation>存储桶保留版本：对象将被删除标记隐藏。此操作可以撤销；数据仍然保留，并继续计费。</translation>
    </message>
    <message>
        <source>The bucket keeps no versions: this cannot be undone.</source>
        <translation>存储桶不保留版本：此操作无法撤销。</translation>
    </message>
</context>
<context>
    <name>DropDialog</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>&amp;Move: delete each original when its copy is verified</source>
        <translation>移动(&amp;M)：副本通过校验后删除源对象</translation>
    </message>
    <message>
        <source>What will be done</source>
        <translation>将执行的操作</translation>
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
        <source>Original</source>
        <translation>源对象</translation>
    </message>
    <message>
        <source>&amp;If the target exists</source>
        <translation>目标已存在时(&amp;I)</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln item(s) on the server</source>
        <translation>
            <numerusform>在服务器端移动 %Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Part size</source>
        <translation>分片大小</translation>
    </message>
    <message>
        <source>What it takes</source>
        <extracomment>The plan of one preview for another part size (None: automatic). Memory only: it is called while the user types. What else needs room: the figures of one object, those of several or of folders, the choice about a target, and those of access rights and storage class. So long after the last key a part size is counted with: each figure on the way to it would list the folders anew.</extracomment>
        <translation>所需请求与费用</translation>
    </message>
    <message>
        <source>What it takes in all</source>
        <translation>合计所需请求与费用</translation>
    </message>
    <message>
        <source>Access rights (ACL) of the copies</source>
        <translation>副本的读写权限（ACL）</translation>
    </message>
    <message>
        <source>Storage class of the copies</source>
        <translation>副本的存储类型</translation>
    </message>
    <message>
        <source>Access &amp;rights</source>
        <translation>读写权限(&amp;R)</translation>
    </message>
    <message>
        <source>Storage &amp;class</source>
        <translation>存储类型(&amp;C)</translation>
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
    <message>
        <source>This cannot be moved</source>
        <translation>无法移动</translation>
    </message>
    <message>
        <source>Start without counting</source>
        <translation>不统计，直接开始</translation>
    </message>
    <message numerus="yes">
        <source>Queue %Ln moves</source>
        <translation>
            <numerusform>将 %Ln 个移动任务加入队列</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue %Ln copies</source>
        <translation>
            <numerusform>将 %Ln 个复制任务加入队列</numerusform>
        </translation>
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
        <source>The target exists. Choose what happens to it.</source>
        <translation>目标已存在，请选择处理方式。</translation>
    </message>
    <message>
        <source>What stands in the way</source>
        <translation>存在的问题</translation>
    </message>
</context>
<context>
    <name>DropTable</name>
    <message>
        <source>Objects to copy</source>
        <extracomment>Rows that are seen at once, and the height of the head with the frame.</extracomment>
        <translation>要复制的对象</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
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
        <source>Remark</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>EditManyDialog</name>
    <message>
        <source>Edit properties of {what}</source>
        <translation>编辑属性：{what}</translation>
    </message>
    <message>
        <source>Continue…</source>
        <translation>继续…</translation>
    </message>
    <message>
        <source>Objects that were looked at</source>
        <translation>已查看的对象</translation>
    </message>
    <message>
        <source>Reading what can be chosen…</source>
        <translation>正在读取可选项…</translation>
    </message>
    <message>
        <source>The account cannot be read</source>
        <translation>无法读取账号</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>There is no object to edit in what you chose.</source>
        <translation>所选内容中没有可编辑的对象。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln field(s) must be corrected first.</source>
        <translation>
            <numerusform>请先改正 %Ln 个字段。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is set to Keep is not touched.</source>
        <translation>设为“保留”的项不会改动。</translation>
    </message>
    <message numerus="yes">
        <source>Preview: %Ln object(s) change</source>
        <translation>
            <numerusform>预览：%Ln 个对象将更改</numerusform>
        </translation>
    </message>
    <message>
        <source>holds no object: nothing is queued for it</source>
        <translation>其中没有对象：不会为它加入任何任务</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>停止查看</translation>
    </message>
    <message>
        <source>Go on looking</source>
        <translation>继续查看</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) looked at.</source>
        <translation>
            <numerusform>已查看 %Ln 个对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>The others follow when it is their turn.</source>
        <translation>其余对象将在轮到时处理。</translation>
    </message>
    <message numerus="yes">
        <source>More than %Ln other(s) follow when it is their turn.</source>
        <translation>
            <numerusform>另有超过 %Ln 个对象将在轮到时处理。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other(s) follow when it is their turn.</source>
        <translation>
            <numerusform>另有 %Ln 个对象将在轮到时处理。</numerusform>
        </translation>
    </message>
    <message>
        <source>stays as it is</source>
        <translation>保持不变</translation>
    </message>
</context>
<context>
    <name>EditOneDialog</name>
    <message>
        <source>Edit properties of {name}</source>
        <extracomment>So long nobody must have typed before the engine is asked what the change takes.</extracomment>
        <translation>编辑 {name} 的属性</translation>
    </message>
    <message>
        <source>What will change</source>
        <translation>将更改的内容</translation>
    </message>
    <message>
        <source>Goes on as soon as it is known what this takes…</source>
        <translation>得知所需请求后会立即继续…</translation>
    </message>
    <message>
        <source>Reading the properties…</source>
        <translation>正在读取属性…</translation>
    </message>
    <message>
        <source>The properties cannot be read</source>
        <translation>无法读取属性</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message numerus="yes">
        <source>%Ln field(s) must be corrected first.</source>
        <translation>
            <numerusform>请先改正 %Ln 个字段。</numerusform>
        </translation>
    </message>
    <message>
        <source>Finding out what this takes…</source>
        <translation>正在确定所需的操作…</translation>
    </message>
    <message>
        <source>Read the object again</source>
        <translation>重新读取对象</translation>
    </message>
</context>
<context>
    <name>EditorDialog</name>
    <message>
        <source>What will change</source>
        <extracomment>With less room the sentences below the table are cut, because labels that wrap do not say how high they are. So much is shown above and below the field that has the keyboard.</extracomment>
        <translation>将更改的内容</translation>
    </message>
    <message>
        <source>What this means</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>Throw the changes away?</source>
        <translation>放弃更改？</translation>
    </message>
    <message>
        <source>Nothing of what you entered has been queued yet.</source>
        <translation>您输入的内容尚未加入队列。</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>继续编辑</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
</context>
<context>
    <name>EditorForm</name>
    <message>
        <source>Remove all others</source>
        <extracomment>The names of all fields take this much room, so that the fields stand below each other. So far below the top of its field a name begins, to stand on the line of what is typed there.</extracomment>
        <translation>移除其他所有项</translation>
    </message>
    <message>
        <source>User metadata</source>
        <translation>自定义元数据</translation>
    </message>
    <message>
        <source>Add metadata</source>
        <translation>添加元数据</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Add tag</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>ACL</source>
        <translation>读写权限</translation>
    </message>
    <message>
        <source>Storage class</source>
        <translation>存储类型</translation>
    </message>
    <message>
        <source>As it is: not known</source>
        <translation>保持不变：未知</translation>
    </message>
    <message>
        <source>Keep as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Content headers</source>
        <translation>内容相关 HTTP 头</translation>
    </message>
    <message>
        <source>Access and storage</source>
        <translation>读写权限和存储类型</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>As it is: not readable with this key</source>
        <translation>保持不变：此密钥无权读取</translation>
    </message>
    <message>
        <source>This store has no access rights of single objects.</source>
        <translation>此存储服务不支持单个对象的读写权限。</translation>
    </message>
    <message>
        <source>This key may not read the tags. They stay as they are.</source>
        <translation>此密钥无权读取标签。标签保持不变。</translation>
    </message>
    <message>
        <source>The store does not tell the tags of this object. They stay as they are.</source>
        <translation>存储服务未返回此对象的标签。标签保持不变。</translation>
    </message>
</context>
<context>
    <name>EstimatePanel</name>
    <message>
        <source>The objects are being counted</source>
        <translation>正在统计对象</translation>
    </message>
    <message numerus="yes">
        <source>Counting: %Ln object(s) so far</source>
        <translation>
            <numerusform>正在统计：目前 %Ln 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Stop counting</source>
        <translation>停止统计(&amp;S)</translation>
    </message>
    <message>
        <source>The figures stay as they are; you can go on counting later.</source>
        <translation>数字保持不变；之后可以继续统计。</translation>
    </message>
    <message>
        <source>The objects are being counted exactly</source>
        <translation>正在精确统计对象</translation>
    </message>
    <message>
        <source>It could not be counted: {reason}</source>
        <translation>无法统计：{reason}</translation>
    </message>
    <message>
        <source>Counted by the listing alone: not each object was looked at.</source>
        <translation>仅根据列表统计：并未逐个查看对象。</translation>
    </message>
    <message>
        <source>Count e&amp;xactly</source>
        <translation>精确统计(&amp;X)</translation>
    </message>
    <message>
        <source>Looks at each object, which takes some three requests for each.</source>
        <translation>逐个查看对象，每个对象约需三次请求。</translation>
    </message>
</context>
<context>
    <name>ExistingBox</name>
    <message>
        <source>If the target exists</source>
        <extracomment>The order in which they are offered: from the safest to what cannot be taken back.</extracomment>
        <translation>目标已存在时</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Something stands at the target. Say what happens to it.</source>
        <translation>目标位置已有对象，请选择处理方式。</translation>
    </message>
</context>
<context>
    <name>FactList</name>
    <message>
        <source>Details of: {title}</source>
        <translation>“{title}”的详情</translation>
    </message>
    <message>
        <source>Hide the details of: {title}</source>
        <translation>隐藏“{title}”的详情</translation>
    </message>
    <message>
        <source>Show the details of: {title}</source>
        <translation>显示“{title}”的详情</translation>
    </message>
</context>
<context>
    <name>FailureList</name>
    <message>
        <source>Retry failed</source>
        <extracomment>Rows that are read at once.</extracomment>
        <translation>重试失败项</translation>
    </message>
    <message>
        <source>Copy list</source>
        <translation>复制列表</translation>
    </message>
    <message>
        <source>Copy the rows that are loaded, with the stores&apos; own words</source>
        <translation>复制已加载的行，附带存储返回的原文</translation>
    </message>
    <message>
        <source>What was not done</source>
        <translation>未完成的对象</translation>
    </message>
    <message>
        <source>Why the selected object was not done</source>
        <translation>所选对象未完成的原因</translation>
    </message>
</context>
<context>
    <name>FailureModel</name>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Tasks that are shown</source>
        <translation>显示的任务</translation>
    </message>
    <message>
        <source>All tasks</source>
        <translation>全部任务</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Waiting or paused</source>
        <translation>等待或已暂停</translation>
    </message>
    <message>
        <source>Not done</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Search the queue</source>
        <translation>搜索队列</translation>
    </message>
</context>
<context>
    <name>FolderController</name>
    <message>
        <source>A folder of this name is there already. Choose another name.</source>
        <translation>已有同名文件夹，请换一个名称。</translation>
    </message>
    <message>
        <source>Making the folder…</source>
        <translation>正在创建文件夹…</translation>
    </message>
</context>
<context>
    <name>FolderDialog</name>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>A store has no folders of its own: an empty object that ends with “/” stands for it.</source>
        <translation>对象存储本身没有文件夹：以“/”结尾的空对象即代表文件夹。</translation>
    </message>
</context>
<context>
    <name>HeaderInput</name>
    <message>
        <source>{name}: what to do</source>
        <translation>{name}：操作</translation>
    </message>
</context>
<context>
    <name>HelpController</name>
    <message>
        <source>What is new</source>
        <extracomment>Writes the bundle for a report of a problem: where to, and further facts; returns what is in it. Blocks.</extracomment>
        <translation>更新内容</translation>
    </message>
    <message>
        <source>The log is in {folder}</source>
        <translation>日志位于 {folder}</translation>
    </message>
    <message>
        <source>Save a file for a report of a problem?</source>
        <translation>保存用于反馈问题的文件？</translation>
    </message>
    <message>
        <source>It holds the end of the log and facts about this computer. Secrets, access key ids and names of accounts are not in it; names of buckets and objects may be. Nothing is sent: look at it, then attach it to your report.</source>
        <translation>文件包含日志的末尾部分和本机的基本信息。其中没有密钥、AccessKey ID 和账号名称，但可能有存储桶和对象的名称。不会发送任何内容：请先查看，再附在反馈中。</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
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
    <message>
        <source>Save the file for a report</source>
        <translation>保存反馈文件</translation>
    </message>
    <message>
        <source>Saved {path} with {names}. Attach it to your report: {address}</source>
        <translation>已保存 {path}（包含 {names}）。请将它附在反馈中：{address}</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <extracomment>Batches that are read at once.</extracomment>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>What became of the selected task</source>
        <translation>所选任务的结果</translation>
    </message>
    <message>
        <source>What undoing it means</source>
        <translation>撤销的含义</translation>
    </message>
    <message>
        <source>&amp;Undo…</source>
        <translation>撤销(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Save as CSV…</source>
        <translation>导出 CSV(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Forget history…</source>
        <translation>清除历史记录(&amp;F)…</translation>
    </message>
    <message>
        <source>All tasks, newest first</source>
        <translation>所有任务，最新的在前</translation>
    </message>
    <message>
        <source>Drop what was cleared from the queue for good</source>
        <translation>彻底删除已从队列中清除的记录</translation>
    </message>
    <message>
        <source>Search the tasks that are loaded</source>
        <translation>搜索已加载的任务</translation>
    </message>
    <message>
        <source>Write the tasks that are looked for, or all, into a table for other programs</source>
        <translation>将搜索到的任务或全部任务导出为表格，供其他程序使用</translation>
    </message>
    <message>
        <source>Save the history</source>
        <translation>导出历史记录</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) written to {path}</source>
        <translation>
            <numerusform>已将 %Ln 个任务写入 {path}</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was done yet.</source>
        <translation>还没有任何操作。</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象数</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Take over accounts</source>
        <translation>导入账号</translation>
    </message>
    <message>
        <source>Accounts of ossutil, coscli, the AWS command line and s5cmd, rclone and mc on this computer. Their files are only read. What you tick is saved here, its secret where secrets are kept.</source>
        <translation>本机上 ossutil、coscli、AWS 命令行和 s5cmd、rclone 以及 mc 的账号。只读取它们的文件。勾选的账号会保存到这里，密钥存入密钥保存处。</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Accounts of other programs</source>
        <translation>其他程序的账号</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>访问域名</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>None of these programs has an account here.</source>
        <translation>本机上没有这些程序的账号。</translation>
    </message>
    <message numerus="yes">
        <source>Take over %Ln account(s)</source>
        <translation>
            <numerusform>导入 %Ln 个账号</numerusform>
        </translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>导入</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inside of the selected row</source>
        <translation>所选行的详情</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>分片</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Not done</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Select its object to see more of it.</source>
        <translation>选择其中的对象以查看详情。</translation>
    </message>
    <message>
        <source>Open the row to see its object.</source>
        <translation>展开该行以查看其中的对象。</translation>
    </message>
    <message>
        <source>Select one of its objects to see more of it.</source>
        <translation>选择其中一个对象以查看详情。</translation>
    </message>
    <message>
        <source>Open the row to see its objects one by one.</source>
        <translation>展开该行以逐个查看其中的对象。</translation>
    </message>
</context>
<context>
    <name>JobDetails</name>
    <message>
        <source>Details of the selected row</source>
        <extracomment>Asking again does not change these: somebody else changed what they are about.</extracomment>
        <translation>所选行的说明</translation>
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
        <source>Try again and replace the object at the target</source>
        <translation>重试并替换目标处的对象</translation>
    </message>
    <message>
        <source>Try again under a name that is free, such as “a (2).txt”</source>
        <translation>以未被占用的名称重试，例如“a (2).txt”</translation>
    </message>
    <message>
        <source>Leave the target as it is, and be done with it</source>
        <translation>保留目标原样，不再处理</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>重试失败项</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情文本</translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <source>Link to {name}</source>
        <translation>{name} 的签名链接</translation>
    </message>
    <message>
        <source>What the link allows</source>
        <translation>链接的权限</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Unit of time</source>
        <translation>时间单位</translation>
    </message>
    <message>
        <source>How long the link is good</source>
        <translation>链接的有效期</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>&amp;Good for</source>
        <translation>有效期(&amp;G)</translation>
    </message>
    <message>
        <source>Anybody who has this link can read the object without a key until that time is over. It can only be taken back by deleting the object or the access key.</source>
        <translation>在有效期内，任何持有此链接的人无需密钥即可读取对象。只有删除该对象或该密钥才能使链接失效。</translation>
    </message>
    <message>
        <source>The link is on the clipboard. Anybody who has it can read the object.</source>
        <translation>链接已复制到剪贴板。任何持有链接的人都可以读取该对象。</translation>
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
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Looking at what is to be done…</source>
        <translation>正在查看要执行的操作…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) of an earlier run are unfinished and need the account {accounts}.</source>
        <translation>
            <numerusform>上次运行留下 %Ln 个未完成的任务，需要账号 {accounts}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Add it under this name; then retry them in the queue.</source>
        <translation>请用此名称添加账号，然后在队列中重试。</translation>
    </message>
    <message>
        <source>Copies in the sandbox were unfinished: it was started, and they go on.</source>
        <translation>沙箱中有未完成的复制任务：沙箱已启动，任务继续进行。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s) queued</source>
        <translation>
            <numerusform>%Ln 个任务已加入队列</numerusform>
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
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message numerus="yes">
        <source>Quit while %Ln task(s) are unfinished?</source>
        <translation>
            <numerusform>还有 %Ln 个任务未完成，确定退出吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>They stop now and go on by themselves at the next start. Parts that are copied are not copied again, and no source is deleted before its copy is verified.</source>
        <translation>任务会立即停止，下次启动时自动继续。已复制的分片不会重复复制；副本校验通过之前，不会删除任何源对象。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>继续运行</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Remark on the name</source>
        <translation>名称提示</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>In</source>
        <translation>位置</translation>
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
        <source>{said} · changed since then: press F5</source>
        <translation>{said} · 此后有更改：按 F5 刷新</translation>
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
        <source>Open the secrets…</source>
        <translation>打开密钥文件…</translation>
    </message>
    <message>
        <source>Enter the secret…</source>
        <translation>输入密钥…</translation>
    </message>
    <message>
        <source>Edit the account…</source>
        <translation>编辑账号…</translation>
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
        <extracomment>The selection of so many rows is restored after a reload. The next page is asked for when fewer rows than this many screens lie below. The keys that move from row to row. A press that has become neither a click nor a drag yet. A row that will come, and what was selected when that was said.</extracomment>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>PartCanvas</name>
    <message>
        <source>Parts</source>
        <extracomment>Largest distance between two cells; a grid of few parts does not grow beyond it. From this distance on a cell is drawn as a rounded box; below, all cells are one scaled image. From this distance on a cell has room for its mark.</extracomment>
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
    <name>PassphraseDialog</name>
    <message>
        <source>Open the file of secrets</source>
        <translation>打开密钥文件</translation>
    </message>
    <message>
        <source>The secrets of your accounts are in an encrypted file. Type its passphrase to use them until you quit.</source>
        <translation>账号的密钥保存在加密文件中。输入口令后即可使用，直到退出程序。</translation>
    </message>
    <message>
        <source>Remark on the passphrase</source>
        <translation>关于口令的提示</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Passp&amp;hrase</source>
        <translation>口令(&amp;H)</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
</context>
<context>
    <name>PlanDialog</name>
    <message>
        <source>I &amp;know that this cannot be undone</source>
        <extracomment>What stands around the figures, one of them, and the choices below them.</extracomment>
        <translation>我知道此操作无法撤销(&amp;K)</translation>
    </message>
    <message>
        <source>Edit &amp;prices…</source>
        <translation>编辑价格(&amp;P)…</translation>
    </message>
    <message>
        <source>Whether this can be undone</source>
        <translation>能否撤销</translation>
    </message>
    <message>
        <source>What will be done</source>
        <translation>将执行的操作</translation>
    </message>
    <message>
        <source>&amp;If the target exists</source>
        <translation>目标已存在时(&amp;I)</translation>
    </message>
</context>
<context>
    <name>PriceModel</name>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>For</source>
        <translation>计费项</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>PriceTable</name>
    <message>
        <source>Provider whose prices are shown</source>
        <translation>显示其价格的服务商</translation>
    </message>
    <message>
        <source>Where the price is from</source>
        <translation>价格的来源</translation>
    </message>
    <message>
        <source>&amp;Reset to built-in</source>
        <translation>恢复内置价格(&amp;R)</translation>
    </message>
    <message>
        <source>All providers</source>
        <translation>全部服务商</translation>
    </message>
    <message>
        <source>Pr&amp;ovider</source>
        <translation>服务商(&amp;O)</translation>
    </message>
    <message>
        <source>Costs are reckoned with these list prices, without discounts, free quotas and taxes. Change them to what your contract says; an empty price counts as not known.</source>
        <translation>费用按这些目录价估算，不含折扣、免费额度和税费。请按您的合同修改；留空表示价格未知。</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>“{text}” is no price. Enter a number from 0 on, or nothing when it is not known.</source>
        <translation>“{text}”不是有效的价格。请输入不小于 0 的数字；未知则留空。</translation>
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
        <source>&amp;Edit…</source>
        <translation>编辑(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Copy all</source>
        <translation>全部复制(&amp;C)</translation>
    </message>
    <message>
        <source>Change headers, metadata, tags, ACL or storage class</source>
        <translation>更改 HTTP 头、元数据、标签、读写权限或存储类型</translation>
    </message>
    <message>
        <source>Put all of this on the clipboard, as text</source>
        <translation>将全部内容以文本形式复制到剪贴板</translation>
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
        <source>The bucket keeps versions: Ctrl+Shift+V shows the older ones of this object.</source>
        <translation>存储桶保留版本：按 Ctrl+Shift+V 查看此对象的历史版本。</translation>
    </message>
</context>
<context>
    <name>QueueActions</name>
    <message>
        <source>Pause</source>
        <extracomment>Whether the user allows now that originals are deleted of which the key may not read everything; None for as before.</extracomment>
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
        <source>Undo…</source>
        <translation>撤销…</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已结束的</translation>
    </message>
    <message>
        <source>Show the source</source>
        <translation>显示源位置</translation>
    </message>
    <message>
        <source>Show the target</source>
        <translation>显示目标位置</translation>
    </message>
    <message>
        <source>Copy again…</source>
        <translation>再次复制…</translation>
    </message>
    <message>
        <source>Take the selected task back, after a question</source>
        <translation>确认后撤销所选任务</translation>
    </message>
    <message>
        <source>Take what is done off the queue; it stays in the history</source>
        <translation>将已完成的任务移出队列；历史记录中仍保留</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Cancel %Ln task(s)</source>
        <translation>
            <numerusform>取消 %Ln 个任务(&amp;C)</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Keep going</source>
        <translation>继续(&amp;K)</translation>
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
        <source>Cancel %Ln task(s)?</source>
        <translation>
            <numerusform>取消 %Ln 个任务？</numerusform>
        </translation>
    </message>
    <message>
        <source>Requests in flight end first. Parts of unfinished copies are removed from the store, so that nobody pays for them. What was finished stays as it is; it is not taken back.</source>
        <translation>已发出的请求会先结束。未完成复制的分片将从存储桶中删除，以免产生费用。已完成的部分保持不变，不会被撤销。</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Queue</source>
        <extracomment>Jobs of a folder that are loaded at once. What somebody who opens a folder looks for first. So soon after a change the rows are looked through again: a large queue must not be at each frame.</extracomment>
        <translation>队列</translation>
    </message>
    <message>
        <source>Nothing is being done: {reason}</source>
        <translation>当前没有执行任何任务：{reason}</translation>
    </message>
    <message>
        <source>Why nothing is being done</source>
        <translation>没有执行任务的原因</translation>
    </message>
    <message>
        <source>Drag an object or a folder onto the other pane, or copy it and paste it there. What is being done appears here.</source>
        <translation>将对象或文件夹拖到另一个窗格，或先复制，再到另一个窗格中粘贴。正在进行的操作会显示在这里。</translation>
    </message>
    <message>
        <source>Sum of the queue</source>
        <translation>队列汇总</translation>
    </message>
    <message>
        <source>Nothing is queued</source>
        <translation>队列是空的</translation>
    </message>
</context>
<context>
    <name>QueueTable</name>
    <message>
        <source>Queue</source>
        <extracomment>The names get what the other columns leave; below this the table scrolls sideways.</extracomment>
        <translation>队列</translation>
    </message>
</context>
<context>
    <name>RenameDialog</name>
    <message>
        <source>Rename folder</source>
        <extracomment>What can be done when the name is taken; the first one loses nothing.</extracomment>
        <translation>重命名文件夹</translation>
    </message>
    <message>
        <source>Rename object</source>
        <translation>重命名对象</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Looking whether the name is free…</source>
        <translation>正在查看名称是否可用…</translation>
    </message>
    <message>
        <source>An object of this name is there already. Keep both, or replace it?</source>
        <translation>已有同名对象。两者都保留，还是替换它？</translation>
    </message>
    <message>
        <source>A folder of this name is there already, so the two become one. The next step shows what is in the way and asks what to do.</source>
        <translation>已有同名文件夹，两者将合并。下一步会列出冲突的对象并询问如何处理。</translation>
    </message>
    <message>
        <source>The next step shows how many objects this concerns, and what it takes.</source>
        <translation>下一步会显示涉及多少对象，以及所需的请求和费用。</translation>
    </message>
</context>
<context>
    <name>ReportModel</name>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
</context>
<context>
    <name>ReportView</name>
    <message>
        <source>Report on the selected job</source>
        <translation>所选任务的报告</translation>
    </message>
</context>
<context>
    <name>RestoreBox</name>
    <message>
        <source>Restore archived objects first and &amp;wait for it</source>
        <translation>先解冻归档对象并等待完成(&amp;W)</translation>
    </message>
    <message>
        <source>Days for which restored objects stay readable</source>
        <translation>解冻后对象保持可读的天数</translation>
    </message>
    <message>
        <source>How fast archived objects are restored</source>
        <translation>归档对象的解冻速度</translation>
    </message>
    <message>
        <source>A restore takes from minutes to days and is charged by the provider. The copies wait meanwhile.</source>
        <translation>解冻需要几分钟到几天，服务商会收取费用。复制任务会等待解冻完成。</translation>
    </message>
    <message>
        <source>&amp;Days readable</source>
        <translation>可读天数(&amp;D)</translation>
    </message>
    <message>
        <source>Sp&amp;eed</source>
        <translation>解冻速度(&amp;E)</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore from archive</source>
        <extracomment>The most days that are offered where the vendor names no limit. So many objects are looked at; the others are looked at when their turn comes.</extracomment>
        <translation>解冻归档对象</translation>
    </message>
    <message numerus="yes">
        <source>Restore %Ln item(s) from the archive</source>
        <translation>
            <numerusform>解冻 %Ln 项归档内容</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Objects of the storage class {name} are refused above %Ln day(s).</source>
        <translation>
            <numerusform>存储类型为 {name} 的对象超过 %Ln 天会被拒绝。</numerusform>
        </translation>
    </message>
    <message>
        <source>Objects of the storage class {name} do not have this speed.</source>
        <translation>存储类型为 {name} 的对象不支持此速度。</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>解冻速度</translation>
    </message>
    <message>
        <source>Nobody has to wait for it: copies of archived objects can be queued now. With “Restore archived objects first” they wait in the queue until the objects can be read. The provider charges for restoring, and for the readable copy as long as it is kept.</source>
        <translation>无需等待解冻完成：现在就可以将归档对象的复制任务加入队列。选择“先解冻归档对象”后，任务会在队列中等待对象可读。服务商会收取解冻费用，并在可读副本保留期间收取其存储费用。</translation>
    </message>
    <message>
        <source>Objects to restore</source>
        <translation>要解冻的对象</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Storage class</source>
        <translation>存储类型</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前状态</translation>
    </message>
    <message>
        <source>What is selected</source>
        <translation>已选择的内容</translation>
    </message>
    <message>
        <source>What will be restored</source>
        <translation>将解冻的内容</translation>
    </message>
    <message>
        <source>&amp;Readable for</source>
        <translation>可读时长(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Speed</source>
        <translation>解冻速度(&amp;S)</translation>
    </message>
    <message numerus="yes">
        <source>day(s)</source>
        <comment>the unit behind the number</comment>
        <translation>
            <numerusform>天</numerusform>
        </translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>解冻…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more object(s) are looked at when their turn comes.</source>
        <translation>
            <numerusform>另有 %Ln 个对象将在轮到时查看。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) are left out.</source>
        <translation>
            <numerusform>不处理 %Ln 个对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to restore.</source>
        <translation>没有需要解冻的对象。</translation>
    </message>
    <message>
        <source>The plan counts them before anything is queued.</source>
        <translation>加入队列之前会先统计数量。</translation>
    </message>
    <message>
        <source>To restore it again keeps it readable for longer.</source>
        <translation>再次解冻可延长可读时间。</translation>
    </message>
    <message>
        <source>The store is at work on it, so it is left out.</source>
        <translation>存储服务正在处理，因此不再重复解冻。</translation>
    </message>
    <message>
        <source>every archived object in it</source>
        <translation>其中所有归档对象</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>readable until {date}</source>
        <translation>可读至 {date}</translation>
    </message>
    <message>
        <source>readable for a while</source>
        <translation>暂时可读</translation>
    </message>
    <message>
        <source>archived: cannot be read</source>
        <translation>已归档：无法读取</translation>
    </message>
    <message>
        <source>is being restored already</source>
        <translation>已在解冻中</translation>
    </message>
    <message>
        <source>can be read: nothing to restore</source>
        <translation>可读：无需解冻</translation>
    </message>
</context>
<context>
    <name>RowInput</name>
    <message>
        <source>What to do</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What to do with row {number}</source>
        <translation>第 {number} 行的操作</translation>
    </message>
    <message>
        <source>Name in row {number}</source>
        <translation>第 {number} 行的名称</translation>
    </message>
    <message>
        <source>Value in row {number}</source>
        <translation>第 {number} 行的值</translation>
    </message>
    <message>
        <source>Take row {number} away</source>
        <translation>移除第 {number} 行</translation>
    </message>
    <message>
        <source>Take this row away</source>
        <translation>移除此行</translation>
    </message>
</context>
<context>
    <name>RowsInput</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>SecretKeeping</name>
    <message>
        <source>Where the secret is kept</source>
        <translation>密钥保存在哪里</translation>
    </message>
    <message>
        <source>Remark on the passphrase</source>
        <translation>关于口令的提示</translation>
    </message>
    <message>
        <source>in memory, until you quit</source>
        <translation>仅保存在内存中，退出即失效</translation>
    </message>
    <message>
        <source>in an encrypted file, under a passphrase</source>
        <translation>保存在加密文件中，用口令保护</translation>
    </message>
    <message>
        <source>Secret is sa&amp;ved</source>
        <translation>保存方式(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;File&apos;s passphrase</source>
        <translation>文件口令(&amp;F)</translation>
    </message>
    <message>
        <source>Repeat it</source>
        <translation>再次输入</translation>
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
        <source>The secret is kept in the encrypted file of secrets.</source>
        <translation>密钥保存在加密的密钥文件中。</translation>
    </message>
    <message>
        <source>Until then the secret is kept only in memory, until you quit.</source>
        <translation>在此之前，密钥只保存在内存中，退出程序后即失效。</translation>
    </message>
    <message>
        <source>No secure keyring was found: the secret is kept only in memory, until you quit.</source>
        <translation>没有找到安全的密钥环：密钥只保存在内存中，退出程序后即失效。</translation>
    </message>
    <message>
        <source>No secure keyring was found. The file asks for this passphrase once after each start; nobody can open it without, so keep it well.</source>
        <translation>没有找到安全的密钥环。每次启动后需输入一次口令才能打开密钥文件；没有口令谁也无法打开，请妥善保管。</translation>
    </message>
    <message>
        <source>No secure keyring was found. Type the passphrase of the file of secrets.</source>
        <translation>没有找到安全的密钥环。请输入密钥文件的口令。</translation>
    </message>
    <message>
        <source>Type a passphrase, or keep the secret in memory.</source>
        <translation>请输入口令，或选择仅保存在内存中。</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>两次输入的口令不一致。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings by subject</source>
        <translation>按主题分类的设置</translation>
    </message>
    <message>
        <source>&amp;Copies</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>窗口(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Prices</source>
        <translation>价格(&amp;P)</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>出现的问题</translation>
    </message>
    <message>
        <source>&amp;If the target exists</source>
        <translation>目标已存在时(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Delete originals of moves after</source>
        <translation>移动时删除源对象的条件(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Number of workers</source>
        <translation>并发数(&amp;N)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Tell when a long task has ended and the window is in the background</source>
        <translation>窗口在后台时，耗时较长的任务结束后发出通知</translation>
    </message>
    <message>
        <source>Keep the computer awake while tasks run</source>
        <translation>任务进行时阻止计算机休眠</translation>
    </message>
    <message>
        <source>Show an icon in the tray</source>
        <translation>在托盘中显示图标</translation>
    </message>
    <message>
        <source>Another language is used from the next start on.</source>
        <translation>语言更改在下次启动后生效。</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Colour &amp;scheme</source>
        <translation>配色(&amp;S)</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search: what is done, or a key</source>
        <translation>搜索操作或按键</translation>
    </message>
    <message>
        <source>Search the shortcuts</source>
        <translation>搜索快捷键</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>TrustBox</name>
    <message>
        <source>Weakest proof after which a move deletes its original</source>
        <translation>移动时删除源对象所需的最低校验级别</translation>
    </message>
</context>
<context>
    <name>UnreadBox</name>
    <message>
        <source>Also when &amp;tags or access rights (ACL) could not be read</source>
        <translation>标签或读写权限（ACL）无法读取时也删除(&amp;T)</translation>
    </message>
    <message>
        <source>Delete originals of moves also when tags or access rights (ACL) could not be read</source>
        <translation>标签或读写权限（ACL）无法读取时，也删除移动操作的源对象</translation>
    </message>
</context>
<context>
    <name>VersionCopyDialog</name>
    <message>
        <source>Copy a version</source>
        <translation>复制版本</translation>
    </message>
    <message>
        <source>Copy the version of {date} of {name}</source>
        <translation>复制 {name} 在 {date} 的版本</translation>
    </message>
    <message>
        <source>To the &amp;same folder</source>
        <translation>复制到同一文件夹(&amp;S)</translation>
    </message>
    <message>
        <source>To the &amp;other pane&apos;s folder</source>
        <translation>复制到另一个窗格的文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>Copy…</source>
        <translation>复制…</translation>
    </message>
    <message>
        <source>Name of the copy</source>
        <translation>副本的名称</translation>
    </message>
    <message>
        <source>What stands in the way</source>
        <translation>存在的问题</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Give the copy a name.</source>
        <translation>请为副本取一个名称。</translation>
    </message>
    <message>
        <source>This is the object itself. Choose another name, or restore the version instead.</source>
        <translation>这是对象本身。请换一个名称，或改为恢复此版本。</translation>
    </message>
</context>
<context>
    <name>VersionsController</name>
    <message>
        <source>Not all of it was done. The queue says why.</source>
        <extracomment>One dialog for an object, and what the other pane shows. How many batches are on their way into the queue, and those that have ended meanwhile.</extracomment>
        <translation>未能全部完成。原因见队列。</translation>
    </message>
    <message>
        <source>Restore this version?</source>
        <translation>恢复此版本？</translation>
    </message>
    <message>
        <source>Restore this version in the place of another one?</source>
        <translation>恢复此版本并取代另一个版本？</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Queued: the version becomes the current one.</source>
        <translation>已加入队列：此版本将成为当前版本。</translation>
    </message>
    <message numerus="yes">
        <source>Queued: %Ln object(s) to undelete.</source>
        <translation>
            <numerusform>已加入队列：恢复 %Ln 个已删除的对象。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undelete %Ln object(s)?</source>
        <translation>
            <numerusform>恢复 %Ln 个已删除的对象？</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Undelete</source>
        <translation>恢复(&amp;U)</translation>
    </message>
    <message numerus="yes">
        <source>Queued: %Ln version(s) to delete for good.</source>
        <translation>
            <numerusform>已加入队列：永久删除 %Ln 个版本。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln version(s) for good?</source>
        <translation>
            <numerusform>永久删除 %Ln 个版本？</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Delete for good</source>
        <translation>永久删除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>保留(&amp;K)</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>Only &amp;deleted objects</source>
        <extracomment>Scrolling loads so many rows by itself; more only on demand, because a listing can have millions. The next page is asked for when fewer rows than this many screens lie below.</extracomment>
        <translation>仅显示已删除的对象(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Load more</source>
        <translation>加载更多(&amp;L)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Versions of {name}</source>
        <translation>{name} 的版本</translation>
    </message>
    <message>
        <source>&amp;Restore this version…</source>
        <translation>恢复此版本(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Undelete…</source>
        <translation>恢复已删除的对象(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Copy to…</source>
        <translation>复制到(&amp;C)…</translation>
    </message>
    <message>
        <source>Delete for &amp;good…</source>
        <translation>永久删除(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Properties</source>
        <translation>属性(&amp;P)</translation>
    </message>
    <message>
        <source>Re&amp;load</source>
        <translation>刷新(&amp;L)</translation>
    </message>
    <message>
        <source>Copy this version on the server, so that it is the current one again</source>
        <translation>在服务器端复制此版本，使其重新成为当前版本</translation>
    </message>
    <message>
        <source>Remove the delete marker, so that the object is there again</source>
        <translation>移除删除标记，使对象重新可见</translation>
    </message>
    <message>
        <source>Copy this version to another name or folder</source>
        <translation>将此版本复制为其他名称或复制到其他文件夹</translation>
    </message>
    <message>
        <source>Delete this version; it cannot be brought back</source>
        <translation>删除此版本；删除后无法找回</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>What is selected</source>
        <translation>已选择的内容</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>The versions cannot be shown</source>
        <translation>无法显示版本</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>This bucket keeps no versions</source>
        <translation>此存储桶不保留版本</translation>
    </message>
    <message>
        <source>Versioning was never switched on, so what is overwritten or deleted here is gone. It can be switched on in the store&apos;s console; what is written from then on is kept.</source>
        <translation>从未开启版本控制，因此被覆盖或删除的内容无法找回。可在存储服务的控制台开启；此后写入的内容都会保留。</translation>
    </message>
    <message>
        <source>There are no versions here</source>
        <translation>这里没有版本</translation>
    </message>
    <message numerus="yes">
        <source>%Ln version(s)</source>
        <translation>
            <numerusform>%Ln 个版本</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} so far</source>
        <translation>目前 {n}</translation>
    </message>
    <message>
        <source>{shown} of {n}</source>
        <translation>{shown} / {n}</translation>
    </message>
</context>
<context>
    <name>VersionsModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Storage class</source>
        <translation>存储类型</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>当前版本</translation>
    </message>
    <message>
        <source>Delete marker</source>
        <translation>删除标记</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>历史版本</translation>
    </message>
    <message>
        <source>Version {id}</source>
        <translation>版本 {id}</translation>
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
        <source>Work is unfinished</source>
        <translation>有未完成的任务</translation>
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
        <source>Take over accounts…</source>
        <translation>导入账号…</translation>
    </message>
    <message>
        <source>Try it with the sandbox</source>
        <translation>用沙箱试用</translation>
    </message>
</context>
<context>
    <name>WordBox</name>
    <message>
        <source>As the original has it</source>
        <translation>与源对象相同</translation>
    </message>
</context>
<context>
    <name>WorkersField</name>
    <message>
        <source>Number of workers</source>
        <translation>并发数</translation>
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
        <source>Move to other pane</source>
        <translation>移动到另一个窗格</translation>
    </message>
    <message>
        <source>Copy the selected rows to the other pane&apos;s folder, verify, and delete them here</source>
        <translation>将所选的行复制到另一个窗格的文件夹，校验后在此处删除</translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation>重命名(&amp;N)…</translation>
    </message>
    <message>
        <source>Give the object or folder another name</source>
        <translation>为对象或文件夹更改名称</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>Delete the selected objects and folders</source>
        <translation>删除所选的对象和文件夹</translation>
    </message>
    <message>
        <source>New &amp;folder…</source>
        <translation>新建文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Make a folder where the pane is</source>
        <translation>在窗格的当前位置新建文件夹</translation>
    </message>
    <message>
        <source>&amp;Edit properties…</source>
        <translation>编辑属性(&amp;E)…</translation>
    </message>
    <message>
        <source>Change headers, metadata, tags, the ACL or the storage class</source>
        <translation>更改 HTTP 头、元数据、标签、读写权限或存储类型</translation>
    </message>
    <message>
        <source>&amp;Versions…</source>
        <translation>版本(&amp;V)…</translation>
    </message>
    <message>
        <source>Show older versions and what was deleted</source>
        <translation>显示历史版本和已删除的对象</translation>
    </message>
    <message>
        <source>Restore from &amp;archive…</source>
        <translation>解冻归档对象(&amp;A)…</translation>
    </message>
    <message>
        <source>Make archived objects readable for some days</source>
        <translation>使归档对象在若干天内可读</translation>
    </message>
    <message>
        <source>Copy &amp;URL…</source>
        <translation>复制签名链接(&amp;U)…</translation>
    </message>
    <message>
        <source>Make a link with which the object can be read for some time</source>
        <translation>生成在一段时间内可读取该对象的签名链接</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Take the last rename, change or deletion back</source>
        <translation>撤销上一次重命名、更改或删除</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>历史记录(&amp;H)…</translation>
    </message>
    <message>
        <source>Show what was done, and take it back</source>
        <translation>显示执行过的操作，并可撤销</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>Choose what is done with existing targets, and other defaults</source>
        <translation>设置目标已存在时的处理方式和其他默认值</translation>
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
        <source>Proper&amp;ties</source>
        <translation>属性(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Colours of the desktop</source>
        <translation>跟随桌面配色(&amp;C)</translation>
    </message>
    <message>
        <source>Show all that is known of the object</source>
        <translation>显示对象的全部已知信息</translation>
    </message>
    <message>
        <source>Take over accounts (&amp;import)…</source>
        <extracomment>How Chinese marks a shortcut letter: behind the word, because it has none inside it.</extracomment>
        <translation>导入账号(&amp;I)…</translation>
    </message>
    <message>
        <source>Take over accounts of ossutil, coscli, aws, s5cmd, rclone and mc</source>
        <translation>导入 ossutil、coscli、aws、s5cmd、rclone 和 mc 的账号</translation>
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
        <translation>把键盘焦点移到账号列表</translation>
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
        <translation>显示或隐藏账号列表</translation>
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
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Look for what can be done, and by which keys</source>
        <translation>查找可执行的操作及其按键</translation>
    </message>
    <message>
        <source>What is &amp;new</source>
        <translation>更新内容(&amp;N)</translation>
    </message>
    <message>
        <source>Show the changes</source>
        <translation>显示更新记录</translation>
    </message>
    <message>
        <source>Open the &amp;log&apos;s folder</source>
        <translation>打开日志文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>Show where the program writes what it does</source>
        <translation>显示程序日志所在位置</translation>
    </message>
    <message>
        <source>&amp;Report a problem…</source>
        <translation>反馈问题(&amp;R)…</translation>
    </message>
    <message>
        <source>Save a file without secrets to attach to a report</source>
        <translation>保存不含密钥的文件，用于反馈问题</translation>
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
        <extracomment>Titles and contents; None is a separator.</extracomment>
        <translation>账号(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Object</source>
        <translation>对象(&amp;O)</translation>
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
        <source>silent for {time}</source>
        <translation>已静默 {time}</translation>
    </message>
    <message>
        <source>{number} objects/s</source>
        <translation>{number} 个对象/秒</translation>
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
        <extracomment>Refusals that end when the source is restored from the archive.</extracomment>
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
        <source>one request; it is a symbolic link, and the link is copied, not what it points to</source>
        <translation>一次请求；这是软链接，复制的是链接本身，而不是它指向的对象</translation>
    </message>
    <message>
        <source>one request</source>
        <translation>单次请求</translation>
    </message>
    <message>
        <source>restored first</source>
        <translation>先解冻</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>headers, metadata, tags, ACL and storage class of each object</source>
        <translation>每个对象的 HTTP 头、元数据、标签、读写权限和存储类型</translation>
    </message>
    <message>
        <source>{carried}; but {others}</source>
        <translation>{carried}；但{others}</translation>
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
        <source>stays, because not all of it can be carried along or read ({names}).</source>
        <translation>会保留，因为并非所有属性都能随副本带走或读取（{names}）。</translation>
    </message>
    <message>
        <source>stays, because the store has no CRC-64 of it, and nothing else proves a copy as well as the settings ask.</source>
        <translation>保留，因为存储服务没有它的 CRC-64，而其他方式都达不到设置所要求的校验级别。</translation>
    </message>
    <message>
        <source>What this key may not read ({names}) is lost where the copy lacks it.</source>
        <translation>此密钥无权读取的属性（{names}），如果副本中没有，就会丢失。</translation>
    </message>
    <message>
        <source>Its bucket keeps versions, so the original stays as one behind a delete marker.</source>
        <translation>源存储桶保留版本，因此源对象会作为删除标记之下的版本保留。</translation>
    </message>
    <message>
        <source>deleted after its copy was verified, at least by: {level}.</source>
        <translation>副本通过校验后删除，最低校验级别：{level}。</translation>
    </message>
    <message>
        <source>Or let this task restore it and wait: tick the box below.</source>
        <translation>也可以勾选下面的选项，让此任务先解冻并等待。</translation>
    </message>
    <message>
        <source>The target exists and stays. {name}</source>
        <translation>目标已存在，将予保留。{name}</translation>
    </message>
    <message>
        <source>The target exists. Both objects are shown to you, and you decide, when the turn comes.</source>
        <translation>目标已存在。轮到它时会显示两个对象，由您决定。</translation>
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
        <source>The target exists and will be replaced only if it differs.</source>
        <translation>目标已存在，仅在不同时替换。</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>exists, will ask</source>
        <translation>已存在，将询问</translation>
    </message>
    <message>
        <source>exists, left out</source>
        <translation>已存在，不复制</translation>
    </message>
    <message>
        <source>overwrites</source>
        <translation>将覆盖</translation>
    </message>
    <message>
        <source>gets another name</source>
        <translation>使用其他名称</translation>
    </message>
    <message>
        <source>overwrites if different</source>
        <translation>内容不同时覆盖</translation>
    </message>
    <message>
        <source>The key of {target} makes the copy, so it must be allowed to read the source.</source>
        <translation>复制使用 {target} 的密钥，因此该密钥必须有权读取源对象。</translation>
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
        <translation>读写权限 {acl}</translation>
    </message>
    <message>
        <source>not the ACL (not readable with this key)</source>
        <translation>不含读写权限（此密钥无权读取）</translation>
    </message>
    <message>
        <source>storage class {name}</source>
        <translation>存储类型 {name}</translation>
    </message>
    <message>
        <source>but not: {names}</source>
        <translation>但不包括：{names}</translation>
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
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Restore a version of {name}</source>
        <extracomment>What is done with one version of an object: a version that is copied onto its object becomes the current one.</extracomment>
        <translation>恢复 {name} 的历史版本</translation>
    </message>
    <message>
        <source>Delete a version of {name}</source>
        <translation>删除 {name} 的某个版本</translation>
    </message>
    <message>
        <source>{verb} {objects}:</source>
        <translation>{verb} {objects}:</translation>
    </message>
    <message numerus="yes">
        <source>Lacks %Ln property(ies)</source>
        <translation>
            <numerusform>缺少 %Ln 项属性</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lack(s) a property</source>
        <translation>
            <numerusform>%Ln 个缺少属性</numerusform>
        </translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>ACL</source>
        <translation>读写权限</translation>
    </message>
    <message>
        <source>Storage class</source>
        <translation>存储类型</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Metadata “{name}”</source>
        <extracomment>What is worth a look comes first.</extracomment>
        <translation>元数据“{name}”</translation>
    </message>
    <message>
        <source>Verified by</source>
        <translation>校验方式</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{requests}, {retries} of them again</source>
        <translation>{requests}，其中 {retries} 次为重发</translation>
    </message>
    <message>
        <source>Requests sent</source>
        <translation>已发送请求</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Website redirect</source>
        <translation>网站重定向</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Locked until</source>
        <translation>锁定至</translation>
    </message>
    <message>
        <source>Legal hold</source>
        <translation>依法保留</translation>
    </message>
    <message>
        <source>Can be appended to</source>
        <translation>可追加</translation>
    </message>
    <message>
        <source>Metadata that the store cannot show</source>
        <translation>存储服务无法显示的元数据</translation>
    </message>
    <message>
        <source>at an unknown time</source>
        <translation>时间未知</translation>
    </message>
    <message>
        <source>Unfinished upload</source>
        <translation>未完成的上传</translation>
    </message>
    <message>
        <source>changed: {before} → {after}</source>
        <translation>已更改：{before} → {after}</translation>
    </message>
    <message>
        <source>could not be read, so it is not known whether it was kept</source>
        <translation>无法读取，因此不知道是否保留</translation>
    </message>
    <message>
        <source>lost: {before}</source>
        <translation>丢失：{before}</translation>
    </message>
    <message>
        <source>lost: {before}; it is now {after}</source>
        <translation>丢失：{before}；现为 {after}</translation>
    </message>
    <message>
        <source>kept: {value}</source>
        <translation>已保留：{value}</translation>
    </message>
    <message>
        <source>One request: the store reports no progress inside it.</source>
        <extracomment>Ends of a folder that are told by how many of its objects were not done.</extracomment>
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
    <message>
        <source>{percent} · {done} of {whole}</source>
        <translation>{percent} · {done} / {whole}</translation>
    </message>
    <message>
        <source>Content type</source>
        <translation>内容类型</translation>
    </message>
    <message>
        <source>Cache control</source>
        <translation>缓存控制</translation>
    </message>
    <message>
        <source>Disposition</source>
        <translation>展示形式</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>内容编码</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>内容语言</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>过期时间</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>default: as the bucket</source>
        <extracomment>What the vendors&apos; words for an ACL mean. A word that is not here speaks for itself.</extracomment>
        <translation>default：继承存储桶</translation>
    </message>
    <message>
        <source>private: the owner only</source>
        <translation>private：私有，仅所有者</translation>
    </message>
    <message>
        <source>public-read: everybody may read</source>
        <translation>public-read：公共读</translation>
    </message>
    <message>
        <source>public-read-write: everybody may read and write</source>
        <translation>public-read-write：公共读写</translation>
    </message>
    <message>
        <source>Everybody on the internet will be able to read this, without a key.</source>
        <translation>互联网上的任何人无需密钥即可读取。</translation>
    </message>
    <message>
        <source>Everybody on the internet will be able to read this and to write over it, without a key.</source>
        <translation>互联网上的任何人无需密钥即可读取并覆盖。</translation>
    </message>
    <message>
        <source>Metadata {name}</source>
        <extracomment>The classes that have no shortest time of storage with any vendor, by their common words; every other may have one.</extracomment>
        <translation>元数据 {name}</translation>
    </message>
    <message>
        <source>Tag {name}</source>
        <translation>标签 {name}</translation>
    </message>
    <message>
        <source>(not readable)</source>
        <translation>（无权读取）</translation>
    </message>
    <message>
        <source>(stays as it is)</source>
        <translation>（保持不变）</translation>
    </message>
    <message numerus="yes">
        <source>Change %Ln propertie(s)</source>
        <translation>
            <numerusform>更改 %Ln 项属性</numerusform>
        </translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>The object is like this already: there is nothing to do.</source>
        <translation>对象已经如此：无需处理。</translation>
    </message>
    <message>
        <source>Objects of the class {name} must be restored before they can be read again.</source>
        <translation>存储类型为 {name} 的对象需先解冻才能再次读取。</translation>
    </message>
    <message>
        <source>Tags are set directly: bytes and dates stay as they are.</source>
        <translation>标签直接设置：内容和日期保持不变。</translation>
    </message>
    <message>
        <source>Tags and ACL are set directly: the bytes stay as they are. A new ACL may change the dates.</source>
        <translation>标签和 ACL 直接设置：内容保持不变。新的 ACL 可能会改变日期。</translation>
    </message>
    <message>
        <source>Tags are set directly: the bytes and the date stay as they are.</source>
        <translation>标签直接设置：内容和日期保持不变。</translation>
    </message>
    <message>
        <source>Tags and ACL are set directly: the bytes stay as they are. A new ACL may change the date.</source>
        <translation>标签和 ACL 直接设置：内容保持不变。新的 ACL 可能会改变日期。</translation>
    </message>
    <message>
        <source>The store copies each object onto itself: it gets a new date, and large ones are rewritten in parts.</source>
        <translation>存储服务会将每个对象复制到自身：修改时间会更新，大对象按分片重写。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s)</source>
        <translation>
            <numerusform>%Ln 个文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bucket(s)</source>
        <translation>
            <numerusform>%Ln 个存储桶</numerusform>
        </translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>（无）</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>The store copies the object onto itself in one request. It gets a new date.</source>
        <translation>存储服务以单次请求将对象复制到自身。修改时间会更新。</translation>
    </message>
    <message>
        <source>The store rewrites all {size} in {parts}, which takes a while. The object gets a new date.</source>
        <translation>存储服务会以 {parts}重写全部 {size}，需要一些时间。修改时间会更新。</translation>
    </message>
    <message>
        <source>The object is archived: it is restored first, which can take hours, and is charged.</source>
        <translation>对象处于归档状态：会先解冻，可能需要数小时，并会计费。</translation>
    </message>
    <message>
        <source>The bucket keeps versions: the old one stays, and its storage is charged.</source>
        <translation>存储桶保留版本：旧版本会保留，其存储容量会计费。</translation>
    </message>
    <message>
        <source>If the bucket keeps versions, the old one stays, and its storage is charged.</source>
        <translation>如果存储桶保留版本，旧版本会保留，其存储容量会计费。</translation>
    </message>
    <message>
        <source>Objects of the class {name} have a shortest time of storage. If this one is younger, the store may charge a fee for early deletion.</source>
        <translation>存储类型为 {name} 的对象有最短存储时间。如果此对象未满该时间，存储服务可能收取提前删除费用。</translation>
    </message>
    <message>
        <source>{done} of {jobs}</source>
        <translation>{done} / {jobs}</translation>
    </message>
    <message>
        <source>It is not finished. Cancel it or wait for its end; then it can be undone.</source>
        <translation>尚未完成。请取消它或等它结束，然后才能撤销。</translation>
    </message>
    <message>
        <source>Nothing was done, so there is nothing to undo.</source>
        <translation>没有完成任何操作，因此没有可撤销的内容。</translation>
    </message>
    <message>
        <source>the objects</source>
        <translation>这些对象</translation>
    </message>
    <message>
        <source>This task took another one back.</source>
        <translation>此任务撤销了另一项任务。</translation>
    </message>
    <message>
        <source>It cannot be undone: it was undone already, no versions are kept, or a version was deleted for good.</source>
        <translation>无法撤销：已经撤销过、存储桶不保留版本，或者删除的是某个版本（永久删除）。</translation>
    </message>
    <message>
        <source>It cannot be undone: it was undone already, or nothing is known of how the objects were before.</source>
        <translation>无法撤销：已经撤销过，或者不知道对象之前的样子。</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Copying</source>
        <extracomment>Ends that are as the user asked: a job with nothing to do is one of them. Ends of objects that were not done, as far as somebody has to look at them. What a running job of each kind is doing.</extracomment>
        <translation>复制中</translation>
    </message>
    <message>
        <source>Renaming</source>
        <translation>正在重命名</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>正在编辑</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>正在删除</translation>
    </message>
    <message>
        <source>Undeleting</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>Restoring</source>
        <translation>正在解冻</translation>
    </message>
    <message>
        <source>Copy</source>
        <extracomment>The name of each kind of job, as a command.</extracomment>
        <translation>复制</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Panes</source>
        <translation>窗格</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Other pane, other part of the window</source>
        <translation>切换到另一个窗格或窗口的其他部分</translation>
    </message>
    <message>
        <source>Open the row</source>
        <translation>打开所在行</translation>
    </message>
    <message>
        <source>Folder above</source>
        <translation>上级文件夹</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>退格键</translation>
    </message>
    <message>
        <source>Go to the row that begins so</source>
        <translation>跳转到以所输入文字开头的行</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>字母</translation>
    </message>
    <message>
        <source>Menu of the row</source>
        <translation>所在行的菜单</translation>
    </message>
    <message>
        <source>Open or close a folder&apos;s task</source>
        <translation>展开或折叠文件夹任务</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Clear or cancel the task</source>
        <translation>清除或取消任务</translation>
    </message>
    <message>
        <source>Undelete</source>
        <translation>恢复已删除</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>解冻</translation>
    </message>
    <message>
        <source>Undo rename</source>
        <extracomment>The name of a batch that takes another back, by its own kind: what is undeleted was deleted.</extracomment>
        <translation>撤销重命名</translation>
    </message>
    <message>
        <source>Undo edit</source>
        <translation>撤销编辑</translation>
    </message>
    <message>
        <source>Undo delete</source>
        <translation>撤销删除</translation>
    </message>
    <message>
        <source>Undo renames {target} back to {source}, object by object, as far as each is unchanged since. What was changed meanwhile stays as it is and is listed.</source>
        <extracomment>What taking back a batch of each kind does; a kind that is missing cannot be taken back.</extracomment>
        <translation>撤销会把 {target} 逐个对象改回 {source}，前提是对象此后未被更改。期间被更改的对象保持原样，并会列出。</translation>
    </message>
    <message>
        <source>Undo brings {source} back where the bucket has kept versions. What has no version is gone for good; it stays away and is listed, and so is what was written anew under the same name.</source>
        <translation>如果存储桶保留了版本，撤销会找回 {source}。没有版本的对象已永久删除，无法找回，并会列出；以相同名称重新写入的对象也会列出。</translation>
    </message>
    <message>
        <source>A copy changes nothing at its source. To take it back, delete the objects at the target.</source>
        <extracomment>Why a batch of some kinds is never taken back.</extracomment>
        <translation>复制不会改变源对象。要撤销复制，请删除目标处的对象。</translation>
    </message>
    <message>
        <source>To take this back, delete the objects again.</source>
        <translation>要撤回此操作，请再次删除这些对象。</translation>
    </message>
    <message>
        <source>A restored object is archived again by itself when its days are over. There is nothing to take back.</source>
        <translation>解冻的对象到期后会自动恢复为归档状态，无需撤销。</translation>
    </message>
    <message>
        <source>There was no object.</source>
        <translation>没有任何对象。</translation>
    </message>
    <message>
        <source>{done}, {n} not.</source>
        <translation>{done}，{n} 个未完成。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln need(s) an answer</source>
        <translation>
            <numerusform>%Ln 个需要您决定</numerusform>
        </translation>
    </message>
    <message>
        <source>{done}, {n} not, {asking}.</source>
        <translation>{done}，{n} 个未完成，{asking}。</translation>
    </message>
    <message>
        <source>Moving</source>
        <translation>正在移动</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Undo move</source>
        <translation>撤销移动</translation>
    </message>
    <message>
        <source>Undo gives {source} back the properties from before, as far as each object is unchanged since. What was changed meanwhile stays as it is and is listed.</source>
        <translation>撤销会把 {source} 的属性恢复为之前的值，前提是各对象此后未被更改。期间被更改的对象保持不变并列出。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln left as it was.</source>
        <translation>
            <numerusform>%Ln 个保持原样。</numerusform>
        </translation>
    </message>
    <message>
        <source>{done}, {asking}.</source>
        <translation>{done}，{asking}。</translation>
    </message>
    <message>
        <source>{done}.</source>
        <translation>{done}。</translation>
    </message>
    <message numerus="yes">
        <source>All %Ln copied.</source>
        <translation>
            <numerusform>全部 %Ln 个已复制。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln renamed.</source>
        <translation>
            <numerusform>全部 %Ln 个已重命名。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln moved.</source>
        <translation>
            <numerusform>全部 %Ln 个已移动。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln edited.</source>
        <translation>
            <numerusform>全部 %Ln 个已编辑。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln deleted.</source>
        <translation>
            <numerusform>全部 %Ln 个已删除。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln undeleted.</source>
        <translation>
            <numerusform>全部 %Ln 个已恢复。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln are being restored.</source>
        <translation>
            <numerusform>全部 %Ln 个正在解冻。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln copied</source>
        <translation>
            <numerusform>%Ln 个已复制</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln renamed</source>
        <translation>
            <numerusform>%Ln 个已重命名</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln moved</source>
        <translation>
            <numerusform>%Ln 个已移动</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln edited</source>
        <translation>
            <numerusform>%Ln 个已编辑</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln deleted</source>
        <translation>
            <numerusform>%Ln 个已删除</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln undeleted</source>
        <translation>
            <numerusform>%Ln 个已恢复</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln being restored</source>
        <translation>
            <numerusform>%Ln 个正在解冻</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not copied</source>
        <translation>
            <numerusform>%Ln 个未复制</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not renamed</source>
        <translation>
            <numerusform>%Ln 个未重命名</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not moved</source>
        <translation>
            <numerusform>%Ln 个未移动</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not edited</source>
        <translation>
            <numerusform>%Ln 个未编辑</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not deleted</source>
        <translation>
            <numerusform>%Ln 个未删除</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not undeleted</source>
        <translation>
            <numerusform>%Ln 个未恢复</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not restored</source>
        <translation>
            <numerusform>%Ln 个未解冻</numerusform>
        </translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
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
        <source>This cannot be copied</source>
        <extracomment>Refusals that end when the source is restored from the archive.</extracomment>
        <translation>无法复制</translation>
    </message>
    <message>
        <source>This cannot be renamed</source>
        <translation>无法重命名</translation>
    </message>
    <message>
        <source>This cannot be edited</source>
        <translation>无法编辑</translation>
    </message>
    <message>
        <source>This cannot be deleted</source>
        <translation>无法删除</translation>
    </message>
    <message>
        <source>This cannot be undeleted</source>
        <translation>无法恢复已删除的内容</translation>
    </message>
    <message>
        <source>This cannot be restored</source>
        <translation>无法解冻</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>{stay}: {reason}</source>
        <translation>{stay}：{reason}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln folder(s), which stay as they are</source>
        <translation>
            <numerusform>%Ln 个文件夹，保持不变</numerusform>
        </translation>
    </message>
    <message>
        <source>{folders} and {objects}, which stay as they are</source>
        <translation>{folders}和{objects}，保持不变</translation>
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
        <translation>跳过已存在的对象</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>两者都保留</translation>
    </message>
    <message>
        <source>Overwrite if different</source>
        <translation>内容不同时覆盖</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>request {id}</source>
        <translation>请求 {id}</translation>
    </message>
    <message>
        <source>Copied and verified; the source could not be deleted: {why}</source>
        <extracomment>A rename that got as far as its last step has lost nothing, and the user must know it.</extracomment>
        <translation>已复制并校验；但无法删除源对象：{why}</translation>
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
        <source>Needs an answer</source>
        <translation>需要您决定</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>无需处理</translation>
    </message>
    <message>
        <source>Restore begun</source>
        <translation>已开始解冻</translation>
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
        <source>Waits for restore</source>
        <translation>等待解冻</translation>
    </message>
    <message>
        <source>set in place</source>
        <translation>直接设置</translation>
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
        <translation>响应丢失，无法得知存储服务是否已执行请求。请重试：会先查看存储中的状态，不会重复执行。</translation>
    </message>
    <message>
        <source>An object with this name exists at the target; it was not touched. Choose to overwrite or to skip it, or another name.</source>
        <translation>目标处已有同名对象，未作改动。请选择覆盖或跳过，或使用其他名称。</translation>
    </message>
    <message>
        <source>The source was changed while it was being copied, so the copy was stopped. Retry to copy it as it is now.</source>
        <translation>源对象在复制过程中被修改，复制已停止。重试即可复制它现在的内容。</translation>
    </message>
    <message>
        <source>There is no such object. Check its name.</source>
        <translation>对象不存在或已被删除。请检查其名称。</translation>
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
        <source>The store does not accept the access key. Check the key id and the secret in the account, then retry.</source>
        <translation>存储服务不接受此密钥。请检查账号中的 AccessKey ID 和密钥，然后重试。</translation>
    </message>
    <message>
        <source>The store does not offer this operation for this object or bucket. A retry will not help.</source>
        <translation>存储服务不支持对此对象或存储桶执行该操作，重试无济于事。</translation>
    </message>
    <message>
        <source>The store refused this size. Choose another part size.</source>
        <translation>存储服务拒绝了这个大小。请换一个分片大小。</translation>
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
        <source>The store does not take this storage class here: not every bucket can hold every class, and not every class can take the place of another. Choose another one.</source>
        <translation>存储服务在此处不接受这种存储类型：并非每个存储桶都支持所有类型，也并非每种类型都能替换另一种。请选择其他类型。</translation>
    </message>
    <message>
        <source>A customer&apos;s key (SSE-C) is needed here, and by http others could read it. Give the account an https endpoint.</source>
        <translation>此处需要客户提供的密钥（SSE-C），而通过 http 发送会被他人读取。请为账号设置 https 访问域名。</translation>
    </message>
    <message>
        <source>This version does not know the account&apos;s provider. Remove the account and add it again.</source>
        <translation>当前版本不认识此账号的服务商。请删除账号后重新添加。</translation>
    </message>
    <message>
        <source>The secret of this account is not known here. Enter it in the account, then retry.</source>
        <translation>本机没有此账号的密钥。请在账号中输入密钥，然后重试。</translation>
    </message>
    <message>
        <source>The desktop&apos;s keyring holds the secret and does not give it out. Unlock the keyring, or enter the secret in the account, then retry.</source>
        <translation>密钥保存在桌面的密钥环中，但未能取出。请解锁密钥环，或在账号中输入密钥，然后重试。</translation>
    </message>
    <message>
        <source>The account&apos;s endpoint cannot be used. Enter one in the account like https://oss-cn-hangzhou.aliyuncs.com.</source>
        <translation>账号的访问域名不可用。请在账号中输入类似 https://oss-cn-hangzhou.aliyuncs.com 的地址。</translation>
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
        <translation>复制期间源对象被覆盖，而存储服务没有拒绝继续。目标可能混有两个版本：请删除目标后重新复制。</translation>
    </message>
    <message>
        <source>The store says that it has copied a part, and has not: it cannot copy in parts. Nothing was left behind.</source>
        <translation>存储服务声称已复制分片，实际上并没有：它不支持分片复制。没有留下任何残余。</translation>
    </message>
    <message>
        <source>This computer does not trust the endpoint&apos;s certificate. Check the endpoint&apos;s name in the account. If your organisation has an authority of its own, name the file with its certificate in the account, or in the environment variable SSL_CERT_FILE, AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE.</source>
        <translation>这台计算机不信任该访问域名的证书。请检查账号中的访问域名。如果您的组织有自己的证书颁发机构，请在账号中，或在环境变量 SSL_CERT_FILE、AWS_CA_BUNDLE 或 REQUESTS_CA_BUNDLE 中指定其证书文件。</translation>
    </message>
    <message>
        <source>The file with the certificates to trust cannot be used. Check its path in the account, or in the environment variable SSL_CERT_FILE, SSL_CERT_DIR, AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE.</source>
        <translation>无法使用所信任证书的文件。请检查账号中，或环境变量 SSL_CERT_FILE、SSL_CERT_DIR、AWS_CA_BUNDLE 或 REQUESTS_CA_BUNDLE 中的路径。</translation>
    </message>
    <message>
        <source>The store&apos;s list does not come to an end, so it was given up. Please report this to the provider.</source>
        <translation>存储服务的列表没有尽头，列举已放弃。请向服务商反馈。</translation>
    </message>
    <message>
        <source>A page of the store&apos;s list cannot be right, so nothing on it was touched, and the list was given up. Please report this to the provider.</source>
        <translation>存储服务列表中的一页不可能正确，因此未处理其中任何内容，并已放弃该列表。请向服务商反馈。</translation>
    </message>
    <message>
        <source>The store&apos;s answer could not be read, and neither could a second one. Something between here and the store changes it, or the store is at fault: check the endpoint and the proxy, and report the details to the provider.</source>
        <translation>无法读取存储服务的响应，再次请求的响应同样无法读取。可能是中间环节改动了响应，或是存储服务有故障：请检查访问域名和代理，并将详细信息反馈给服务商。</translation>
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
        <source>The copy stands, but it is proven less well than you ask for before a source is deleted, so the source was kept. Choose a weaker proof and retry; or compare the two, then delete the one that you do not want.</source>
        <translation>已复制，但副本的校验程度低于您为删除源对象所要求的级别，因此保留了源对象。请选择较低的级别后重试；或者比较两者，然后删除不需要的那个。</translation>
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
        <source>A customer&apos;s key (SSE-C) has 32 bytes, written as 44 characters of base64 or as 64 hex digits.</source>
        <extracomment>What is allowed, and should be known.</extracomment>
        <translation>客户提供的密钥（SSE-C）为 32 字节，以 44 个 Base64 字符或 64 个十六进制数字表示。</translation>
    </message>
    <message>
        <source>This computer does not trust the endpoint&apos;s certificate. Check the endpoint&apos;s name. If your organisation has an authority of its own, name the file with its certificate in the account, or in the environment variable SSL_CERT_FILE, AWS_CA_BUNDLE or REQUESTS_CA_BUNDLE.</source>
        <translation>这台计算机不信任该访问域名的证书。请检查访问域名的拼写。如果您的组织有自己的证书颁发机构，请在账号中，或在环境变量 SSL_CERT_FILE、AWS_CA_BUNDLE 或 REQUESTS_CA_BUNDLE 中指定其证书文件。</translation>
    </message>
    <message>
        <source>The object is archived and cannot be read now. Restore it from the archive, wait until it is readable, then retry.</source>
        <translation>对象处于归档状态，现在无法读取。请先解冻，待可读后重试。</translation>
    </message>
    <message>
        <source>The access key is not allowed to do this. Ask the bucket&apos;s owner for the permission, or use another account. If the bucket charges whoever asks (Requester Pays), agree to that in the account.</source>
        <translation>此密钥无权执行此操作。请向存储桶的所有者申请权限，或改用其他账号。如果该存储桶向请求者收费（请求者付费），请在账号中表示同意。</translation>
    </message>
    <message>
        <source>The object is encrypted with a customer&apos;s key (SSE-C), which must come with every request. Enter that key in the account, then retry.</source>
        <translation>该对象使用客户提供的密钥（SSE-C）加密，每个请求都必须附带该密钥。请在账号中填写该密钥，然后重试。</translation>
    </message>
    <message>
        <source>The object shall be encrypted with a customer&apos;s key (SSE-C) that this account does not have. Enter that key in the account, or choose another encryption.</source>
        <extracomment>Failures that are known better than by their kind, by the code that core or the store gave them.</extracomment>
        <translation>该对象应使用客户提供的密钥（SSE-C）加密，但此账号没有该密钥。请在账号中填写该密钥，或选择其他加密方式。</translation>
    </message>
    <message>
        <source>The object is encrypted with another customer&apos;s key (SSE-C) than the account has. Enter the right key in the account, or use another account.</source>
        <translation>该对象使用的客户密钥（SSE-C）与账号中的密钥不同。请在账号中填写正确的密钥，或使用其他账号。</translation>
    </message>
    <message>
        <source>The target&apos;s bucket has ACLs switched off, and the source has one of its own. Copy without it, with the usual ACL; the report then says so.</source>
        <translation>目标存储桶已禁用 ACL，而源对象有自己的 ACL。请不带 ACL、按默认 ACL 复制；报告中会予以说明。</translation>
    </message>
    <message>
        <source>There is no account of this name here. Check the name, or add the account under it, then retry.</source>
        <translation>本机没有保存此名称的账号。请检查名称，或以此名称添加账号，然后重试。</translation>
    </message>
    <message>
        <source>This account is marked as read-only here, so nothing was sent. Take the mark away to write with it.</source>
        <translation>此账号在本机被设为只读，因此未发送任何请求。如需写入，请取消只读。</translation>
    </message>
    <message>
        <source>The secret of this account is in the encrypted file of secrets. Open that with its passphrase, then retry.</source>
        <translation>此账号的密钥在加密的密钥文件中。请用口令打开，然后重试。</translation>
    </message>
    <message>
        <source>The endpoint answers with a web page, so it is no object store: it may be a console, or the login page of this network. Open the network&apos;s page in a browser, or correct the endpoint and its port in the account.</source>
        <translation>该访问域名返回的是网页，因此不是对象存储：它可能是控制台，或本网络的登录页。请在浏览器中打开网络的登录页，或在账号中更正访问域名及端口。</translation>
    </message>
    <message>
        <source>The proxy did not let the connection through. Check the proxy&apos;s address, user and password, and whether it allows the endpoint, then retry.</source>
        <translation>代理没有放行该连接。请检查代理的地址、用户名和密码，以及它是否允许访问该域名，然后重试。</translation>
    </message>
    <message>
        <source>The proxy&apos;s address cannot be used. It must be like http://proxy.example:8080, with https:// or socks5:// for such a proxy; other characters in its user and password must be percent-encoded.</source>
        <translation>无法使用代理的地址。它应类似 http://proxy.example:8080，或以 https://、socks5:// 开头；用户名和密码中的其他字符须做百分号编码。</translation>
    </message>
    <message>
        <source>The store lists its objects in an order of its own, and there are too many to keep in mind. Choose a folder with fewer objects.</source>
        <translation>该存储服务按自己的顺序列出对象，而对象太多，无法全部记住。请选择对象较少的文件夹。</translation>
    </message>
    <message>
        <source>The store would take this name for the bucket itself, because its dots and slashes lead back there, so nothing was sent. Handle the object in the store&apos;s console, or give it another name there.</source>
        <translation>该名称中的点和斜杠会指回存储桶，存储服务会把它当作存储桶本身，因此未发送任何请求。请在存储服务的控制台中处理该对象，或在那里为它改名。</translation>
    </message>
    <message>
        <source>The store answered a question with far more than an answer to it, so the rest was not read. It may not know the question; report this to the provider.</source>
        <translation>存储服务返回的内容远远超出对该请求的响应，因此未读取其余部分。它可能不支持该请求；请向服务商反馈。</translation>
    </message>
    <message>
        <source>A copy is made with the key of the target&apos;s account alone, and that key may not read the source, although the source&apos;s own account may. Ask the owner of the source bucket to allow it, then retry; or copy with an account whose key may do both.</source>
        <translation>复制只使用目标账号的密钥，而该密钥无权读取源对象（源账号自己可以）。请让源存储桶的所有者授权后重试；或使用同时具有两种权限的账号复制。</translation>
    </message>
    <message>
        <source>The copy stands, but only its size is proven: the store shows another ETag for it than it answered, so the source was kept. Retry to look once more; or compare the two, because another program may have overwritten the copy, then delete the one that you do not want.</source>
        <translation>已复制，但只有大小得到验证：存储显示的副本 ETag 与其响应中的不同，因此保留了源对象。请重试以再次查看；或者比较两者（副本可能已被其他程序覆盖），然后删除不需要的那个。</translation>
    </message>
    <message>
        <source>The store says that the copy is made, but does not show it. Nothing was deleted. Retry in a minute: only the look at it is repeated.</source>
        <translation>存储服务表示副本已生成，但查不到它。未删除任何内容。请一分钟后重试：只会再次查看该副本。</translation>
    </message>
    <message>
        <source>The store seems to take both names for one object, so nothing was deleted. Choose a name that differs in more than slashes, dots or letter case.</source>
        <translation>该存储服务似乎把这两个名称当作同一个对象，因此未删除任何内容。请改用差别不止于斜杠、点号或大小写的名称。</translation>
    </message>
    <message>
        <source>The copy stands, but it lacks a property that the source has, so the source was kept. Look at the report; then give the copy that property, or delete the one that you do not want.</source>
        <translation>已复制，但副本缺少源对象的某项属性，因此保留了源对象。请查看报告，然后为副本补上该属性，或删除不需要的那个。</translation>
    </message>
    <message>
        <source>The copy stands, but this key may not read the ACL or the tags, so nobody knows whether the copy has them, and the source was kept. Allow the key to read them, or allow such deletions, then retry; or delete the source yourself.</source>
        <translation>已复制，但此密钥无权读取 ACL 或标签，无法得知副本是否带有它们，因此保留了源对象。请授予密钥读取权限，或允许此类删除，然后重试；也可以自行删除源对象。</translation>
    </message>
    <message>
        <source>The store&apos;s list of the copied parts does not agree with its own answers, even after the parts were copied once more. The target was not touched and the parts are kept. Report this to the provider, or copy in one piece.</source>
        <translation>存储服务列出的分片与它自己的响应不一致，重新复制这些分片后仍然如此。目标未被改动，分片已保留。请向服务商反馈，或整体复制。</translation>
    </message>
    <message>
        <source>The store accepted the restore several times, but did not carry it out, so the job was given up. Look at the object in the store&apos;s console, then retry.</source>
        <translation>存储服务多次接受了解冻请求，但没有执行，因此放弃了此任务。请在存储服务的控制台中查看该对象，然后重试。</translation>
    </message>
    <message>
        <source>The change was undone, because the store did not keep all of it: the object has its old properties again. Leave out what the store does not keep.</source>
        <translation>更改已撤销，因为存储没有完整保留它：对象已恢复原有属性。请去掉存储不保留的内容。</translation>
    </message>
    <message>
        <source>The store did not keep all of the change, and the old properties could not all be put back. The job&apos;s details name them with their values: retry to put them back, give them to the object yourself, or bring back an older version of it.</source>
        <translation>存储没有完整保留更改，原有属性也未能全部恢复。任务详情列出了这些属性及其值：请重试以恢复它们，自行为对象设置，或恢复对象的旧版本。</translation>
    </message>
    <message>
        <source>The store accepted the change, but the object reads back differently. Look at its properties, and change them again.</source>
        <translation>存储服务接受了更改，但读回的对象不一致。请查看其属性并重新更改。</translation>
    </message>
    <message>
        <source>The store does not show this object and does not say why. It is probably encrypted with a customer&apos;s key (SSE-C), which must come with every request. Enter that key in the account, then retry.</source>
        <extracomment>HEAD is refused without a word: nothing else is known that a store refuses so for one object and not for others.</extracomment>
        <translation>存储服务不显示该对象，也未说明原因。它可能使用客户提供的密钥（SSE-C）加密，每个请求都必须附带该密钥。请在账号中填写该密钥，然后重试。</translation>
    </message>
    <message>
        <source>An answer of the store was lost, so an unfinished upload may be left over at the target: {upload}, begun {when}. It may be another program&apos;s and was not touched; abort it in the list of unfinished uploads if nobody needs it.</source>
        <extracomment>An upload whose beginning got no answer is not known to be ours, so it is left alone.</extracomment>
        <translation>存储服务的一个响应丢失，目标处可能遗留了一个未完成的上传：{upload}，开始于 {when}。它也可能属于其他程序，因此未作处理；如果无人需要，请在未完成的上传列表中将其中止。</translation>
    </message>
    <message>
        <source>The object was changed meanwhile, so it was not deleted. Look at it; delete it if you still want to.</source>
        <extracomment>The look before a deletion has found another object than the one that was to go.</extracomment>
        <translation>对象在此期间被更改，因此没有删除。请查看后再决定是否删除。</translation>
    </message>
    <message>
        <source>the accounts lead to two stores</source>
        <translation>两个账号指向两个存储服务</translation>
    </message>
    <message>
        <source>The two accounts have different endpoints and are not known to lead to one store, and no store copies from another. Choose a target in the source&apos;s store, or give both accounts the same endpoint if it is one.</source>
        <translation>两个账号的访问域名不同，无法确定它们指向同一个存储服务，而任何存储服务都不能从另一个服务复制。请在源所在的存储服务中选择目标；如果它们确实是同一个服务，请为两个账号设置相同的访问域名。</translation>
    </message>
    <message>
        <source>The source is archived ({detail}) and cannot be read now. Restore it from the archive, wait until it is readable, then retry.</source>
        <translation>源对象处于归档状态（{detail}），现在无法读取。请先解冻，待可读后重试。</translation>
    </message>
    <message>
        <source>The source is being restored from the archive. Retry when the store has finished.</source>
        <translation>源对象正在解冻。请在解冻完成后重试。</translation>
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
        <source>The object is written by appending. Such a change writes it anew, and nothing could be appended to it after that. Change only its tags or its ACL, or make a changed copy beside it.</source>
        <translation>该对象是以追加方式写入的。这种修改会重新写入它，之后将无法再追加。请只修改标签或 ACL，或另存一份修改后的副本。</translation>
    </message>
    <message>
        <source>This is a symbolic link. Only its tags and its ACL can be changed; change the rest at the object that it points to.</source>
        <translation>这是一个软链接。只能更改它的标签和 ACL；其他属性请在它所指向的对象上更改。</translation>
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
        <source>The object is no longer what it was when this was decided, so it was not touched. Look at it, and decide anew.</source>
        <translation>对象已不是作出此决定时的样子，因此没有改动它。请查看后重新决定。</translation>
    </message>
    <message>
        <source>The access key may not read the object&apos;s tags, and single tags cannot be changed without it. Give all tags anew, or use an account that may read them.</source>
        <translation>此密钥无权读取对象的标签，因此无法只更改个别标签。请重新给出全部标签，或使用有权读取的账号。</translation>
    </message>
    <message>
        <source>The object has what it would not have after this change: {detail}. Such a change writes it anew, so it was not touched. Change only tags or the ACL, or make a changed copy beside it.</source>
        <translation>该对象有一些在此修改后会失去的属性：{detail}。这种修改会重新写入对象，因此未作改动。请只修改标签或 ACL，或另存一份修改后的副本。</translation>
    </message>
    <message>
        <source>The object is not deleted, so there is no deletion to take back. Nothing was touched.</source>
        <translation>对象并未被删除，没有可撤销的删除。未作任何改动。</translation>
    </message>
    <message>
        <source>There is a space or an invisible character inside of what was entered. Copy it anew and enter it again.</source>
        <translation>输入的内容中间含有空格或不可见字符。请重新复制并再次输入。</translation>
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
        <translation>该访问域名没有此服务商的存储服务响应。请检查地域或访问域名的拼写。</translation>
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
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Move to {place}</source>
        <translation>移动到 {place}</translation>
    </message>
    <message>
        <source>Copy to {place}</source>
        <translation>复制到 {place}</translation>
    </message>
    <message>
        <source>It was undone on {when}.</source>
        <translation>已于 {when} 撤销。</translation>
    </message>
    <message>
        <source>Type a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>A name must not begin or end with “/”.</source>
        <translation>名称不能以“/”开头或结尾。</translation>
    </message>
    <message>
        <source>Two “/” in a row would make a folder without a name.</source>
        <translation>连续两个“/”会产生没有名称的文件夹。</translation>
    </message>
    <message>
        <source>“.” and “..” are no names: other programs take them for a way.</source>
        <translation>“.”和“..”不能作为名称：其他程序会将其当作路径。</translation>
    </message>
    <message>
        <source>The name holds characters that cannot be seen, such as a line break. Remove them.</source>
        <translation>名称中含有不可见字符（例如换行），请将其删除。</translation>
    </message>
    <message>
        <source>The store copies the object to its new name ({how}). The old one stays, because the store has no CRC-64 of it, and nothing else proves a copy as well as the settings ask.</source>
        <translation>存储服务将对象复制为新名称（{how}）。旧对象会保留，因为存储服务没有它的 CRC-64，而其他方式都达不到设置所要求的校验级别。</translation>
    </message>
    <message>
        <source>The store copies the object to its new name ({how}). The old one stays, because not all of it can be carried along or read ({names}).</source>
        <translation>存储服务会把对象复制到新名称（{how}）。旧对象会保留，因为并非所有属性都能随副本带走或读取（{names}）。</translation>
    </message>
    <message>
        <source>The store copies the object to its new name ({how}). The old one is deleted once the copy is verified.</source>
        <translation>存储服务将对象复制为新名称（{how}）。副本通过校验后删除旧对象。</translation>
    </message>
    <message>
        <source>The bucket keeps versions: a delete marker stays under the old name.</source>
        <translation>存储桶保留版本：旧名称下会留下一个删除标记。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可以撤销的操作。</translation>
    </message>
    <message>
        <source>“{task}” is not finished. Cancel it or wait for its end; then undo it.</source>
        <translation>“{task}”尚未完成。请取消它或等它结束，然后再撤销。</translation>
    </message>
    <message>
        <source>Queued on {when}.</source>
        <translation>加入队列的时间：{when}。</translation>
    </message>
    <message>
        <source>Undo “{task}”?</source>
        <translation>撤销“{task}”？</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Leave it</source>
        <translation>不撤销(&amp;L)</translation>
    </message>
    <message>
        <source>Forget the history?</source>
        <translation>清除历史记录？</translation>
    </message>
    <message>
        <source>Everything that was cleared from the queue is dropped from the history for good, and can then not be undone. What is in the queue stays. No object is touched.</source>
        <translation>所有已从队列清除的任务将从历史记录中彻底删除，此后无法撤销。队列中的任务保留。不会改动任何对象。</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>What can be done with it</source>
        <translation>可执行的操作</translation>
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
        <source>Points to</source>
        <translation>指向</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
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
        <source>Made by</source>
        <translation>创建方式</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>is restored and can be read</source>
        <translation>已解冻，可以读取</translation>
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
        <source>{restored} until {date}</source>
        <translation>{restored}，至 {date}</translation>
    </message>
    <message>
        <source>ETag</source>
        <translation>ETag</translation>
    </message>
    <message>
        <source>CRC-64</source>
        <translation>CRC-64</translation>
    </message>
    <message>
        <source>not offered by the store</source>
        <translation>存储服务未提供</translation>
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
        <source>Copy and rename</source>
        <translation>复制和重命名</translation>
    </message>
    <message>
        <source>only inside its bucket: in another one the link would point to nothing</source>
        <translation>仅限所在的存储桶：在其他存储桶中软链接将失去指向</translation>
    </message>
    <message>
        <source>Read and copy</source>
        <translation>读取和复制</translation>
    </message>
    <message>
        <source>when it is restored; a copy can wait for that in the queue</source>
        <translation>解冻后可以；复制任务可在队列中等待解冻</translation>
    </message>
    <message>
        <source>as the provider allows for any object</source>
        <translation>服务商允许，与其他对象相同</translation>
    </message>
    <message>
        <source>not by this provider, which copies no object that was written by appending. Download it, and upload it as a normal object</source>
        <translation>此服务商不支持，它不能复制追加写入的对象。请下载后作为普通对象上传</translation>
    </message>
    <message>
        <source>tags and ACL only; any other change would make it an object of another kind</source>
        <translation>仅限标签和读写权限；其他更改会使其变为另一类型的对象</translation>
    </message>
    <message>
        <source>tags only; any other change would make it an object of another kind</source>
        <translation>仅限标签；其他更改会使其变为另一类型的对象</translation>
    </message>
    <message>
        <source>ACL only; any other change would make it an object of another kind</source>
        <translation>仅限读写权限；其他更改会使其变为另一类型的对象</translation>
    </message>
    <message>
        <source>not possible; it would become an object of another kind</source>
        <translation>无法更改；否则会变为另一类型的对象</translation>
    </message>
    <message>
        <source>Prices of {provider} hold for: {place}.</source>
        <extracomment>What can be said of every provider, whether a price is known or not.</extracomment>
        <translation>{provider} 的价格适用于：{place}。</translation>
    </message>
    <message>
        <source>No price is known.</source>
        <translation>价格未知。</translation>
    </message>
    <message>
        <source>You have entered this price.</source>
        <translation>此价格由您输入。</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Read at {page}</source>
        <translation>价格摘自 {page}</translation>
    </message>
    <message>
        <source>{said}, dated {date}</source>
        <translation>{said}，日期 {date}</translation>
    </message>
    <message>
        <source>{said}.</source>
        <translation>{said}。</translation>
    </message>
    <message>
        <source>{said}; this is not the provider&apos;s own page.</source>
        <translation>{said}；这不是服务商自己的页面。</translation>
    </message>
    <message>
        <source>So far: {failed}.</source>
        <translation>目前：{failed}。</translation>
    </message>
    <message>
        <source>The list beside says why of each.</source>
        <translation>旁边的列表说明了各自的原因。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) lack a property of their source. Open the row to see which.</source>
        <translation>
            <numerusform>%Ln 个对象缺少源对象的某项属性。展开该行以查看是哪些对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>Verified at least by: {level}.</source>
        <translation>最低校验级别：{level}。</translation>
    </message>
    <message>
        <source>The store restores the source from the archive, which can take hours. This goes on by itself when it is readable.</source>
        <translation>存储服务正在解冻源对象，可能需要数小时。可读后会自动继续。</translation>
    </message>
    <message>
        <source>The target exists and such are skipped. Both objects are as they were.</source>
        <translation>目标已存在，按设置跳过。两个对象都保持原样。</translation>
    </message>
    <message>
        <source>The target exists and such are skipped, or it is equal already. Nothing was written.</source>
        <translation>目标已存在且设为跳过，或者已经相同。没有写入任何内容。</translation>
    </message>
    <message>
        <source>Everything is as it should be already. Nothing was changed.</source>
        <translation>一切已符合要求，没有更改。</translation>
    </message>
    <message>
        <source>The store has begun to restore the object. That can take hours; its properties say how far it is.</source>
        <translation>存储服务已开始解冻该对象，可能需要数小时；进度见其属性。</translation>
    </message>
    <message>
        <source>Set in place: the object itself was not written, so its bytes are as they were. A new ACL may have changed its date.</source>
        <translation>已直接设置：没有重写对象本身，因此内容保持原样。新的 ACL 可能已改变其日期。</translation>
    </message>
    <message>
        <source>Set in place: the object itself was not written, so its bytes and its date are as they were.</source>
        <translation>直接设置：对象本身没有重写，内容和日期保持不变。</translation>
    </message>
    <message>
        <source>The target lacks what the source has: {names}.</source>
        <translation>目标缺少源对象具有的：{names}。</translation>
    </message>
    <message>
        <source>the buckets are in two regions</source>
        <translation>存储桶位于两个地域</translation>
    </message>
    <message>
        <source>the buckets belong to two accounts</source>
        <translation>存储桶属于两个账号</translation>
    </message>
    <message>
        <source>the accounts are with two providers</source>
        <translation>账号属于两个服务商</translation>
    </message>
    <message>
        <source>written by appending, which the store does not copy</source>
        <translation>追加写入的对象，存储服务不支持复制</translation>
    </message>
    <message>
        <source>a symbolic link, which would point to nothing</source>
        <translation>软链接，将失去指向</translation>
    </message>
    <message>
        <source>written by appending, which would end with this change</source>
        <translation>以追加方式写入，修改后将无法再追加</translation>
    </message>
    <message>
        <source>a symbolic link, of which only tags and ACL can be changed</source>
        <translation>软链接，只能更改标签和 ACL</translation>
    </message>
    <message>
        <source>archived, and not readable before they are restored</source>
        <translation>处于归档状态，解冻前无法读取</translation>
    </message>
    <message>
        <source>being restored from the archive, and not readable yet</source>
        <translation>正在解冻，尚无法读取</translation>
    </message>
    <message>
        <source>source and target are the same object</source>
        <translation>源和目标是同一个对象</translation>
    </message>
    <message>
        <source>the target lies inside the source</source>
        <translation>目标位于源之内</translation>
    </message>
    <message>
        <source>the target has no name</source>
        <translation>目标没有名称</translation>
    </message>
    <message>
        <source>the target&apos;s name is too long for the store</source>
        <translation>目标名称超过存储服务的长度限制</translation>
    </message>
    <message>
        <source>the store allows no name that begins with a slash</source>
        <translation>存储服务不允许名称以斜杠开头</translation>
    </message>
    <message>
        <source>larger than the store&apos;s largest object</source>
        <translation>超过存储服务允许的最大对象</translation>
    </message>
    <message>
        <source>the part size is too small for the store</source>
        <translation>分片大小低于存储服务的下限</translation>
    </message>
    <message>
        <source>the part size is too large for the store</source>
        <translation>分片大小超过存储服务的上限</translation>
    </message>
    <message>
        <source>this part size makes too many parts</source>
        <translation>按此分片大小，分片数过多</translation>
    </message>
    <message>
        <source>more metadata than the store allows</source>
        <translation>元数据超过存储服务的限制</translation>
    </message>
    <message>
        <source>the target exists</source>
        <translation>目标已存在</translation>
    </message>
    <message>
        <source>changed since this was decided</source>
        <translation>在作出决定后已被更改</translation>
    </message>
    <message>
        <source>locked, or with metadata that cannot be shown and would be lost</source>
        <translation>已锁定，或含有无法显示、将会丢失的元数据</translation>
    </message>
    <message>
        <source>not deleted</source>
        <translation>并未被删除</translation>
    </message>
    <message>
        <source>this key may not read the tags that are to be changed</source>
        <translation>此密钥无权读取要更改的标签</translation>
    </message>
    <message>
        <source>Enter the value, or choose Remove.</source>
        <extracomment>Where a sentence stands: a header by its name, a row by its number; -1 for all rows together.</extracomment>
        <translation>请输入值，或选择“移除”。</translation>
    </message>
    <message>
        <source>An object always has a content type. Choose one.</source>
        <translation>对象必须有内容类型，请选择一个。</translation>
    </message>
    <message>
        <source>Line breaks and control characters cannot be sent. Remove them.</source>
        <translation>不能包含换行和控制字符，请将其删除。</translation>
    </message>
    <message>
        <source>Enter something like {example}.</source>
        <translation>请输入类似 {example} 的内容。</translation>
    </message>
    <message>
        <source>Write the date as {example}.</source>
        <translation>请按 {example} 的格式书写日期。</translation>
    </message>
    <message>
        <source>This name is there twice. Choose another one, or remove one of them.</source>
        <translation>此名称重复。请换一个名称，或移除其中一个。</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>A name has letters a to z, digits and hyphens, and no spaces.</source>
        <translation>名称只能包含字母 a 到 z、数字和连字符，不能有空格。</translation>
    </message>
    <message>
        <source>Enter a value, or remove the row.</source>
        <translation>请输入值，或移除此行。</translation>
    </message>
    <message>
        <source>Tags have letters, digits, spaces and + - = . _ : / @ only.</source>
        <translation>标签只能包含字母、数字、空格和 + - = . _ : / @。</translation>
    </message>
    <message>
        <source>The store allows {size} of metadata, names and values together. Shorten it.</source>
        <translation>存储服务允许的元数据（名称和值合计）为 {size}，请精简。</translation>
    </message>
    <message numerus="yes">
        <source>The store allows %Ln tag(s). Remove some.</source>
        <translation>
            <numerusform>存储服务最多允许 %Ln 个标签，请移除一些。</numerusform>
        </translation>
    </message>
    <message>
        <source>Requests that write or list</source>
        <extracomment>What can be typed as a price; more digits are a slip.</extracomment>
        <translation>写入和列举类请求</translation>
    </message>
    <message>
        <source>Requests that read</source>
        <translation>读取类请求</translation>
    </message>
    <message>
        <source>Traffic between regions</source>
        <translation>跨地域流量</translation>
    </message>
    <message>
        <source>Deletion before the least time of storage</source>
        <translation>未满最短存储时间的提前删除</translation>
    </message>
    <message>
        <source>Reading from this storage class</source>
        <translation>数据取回</translation>
    </message>
    <message>
        <source>Restoring from the archive</source>
        <translation>归档解冻</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储容量</translation>
    </message>
    <message>
        <source>Least time of storage</source>
        <translation>最短存储时间</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>数据取回</translation>
    </message>
    <message>
        <source>Restored data</source>
        <translation>解冻数据</translation>
    </message>
    <message>
        <source>Requests to restore</source>
        <translation>解冻请求</translation>
    </message>
    <message>
        <source>10,000 requests</source>
        <translation>万次请求</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>GB a month</source>
        <translation>GB/月</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>unknown: no price of this provider is entered</source>
        <translation>未知：没有此服务商的价格</translation>
    </message>
    <message>
        <source>{size} more each month; its price is not known</source>
        <translation>每月新增存储 {size}，价格未知</translation>
    </message>
    <message>
        <source>{size} more, {amount} each month</source>
        <translation>新增 {size}，每月 {amount}</translation>
    </message>
    <message>
        <source>{amount} more each month</source>
        <translation>每月增加 {amount}</translation>
    </message>
    <message>
        <source>not known: {what}</source>
        <translation>未知：{what}</translation>
    </message>
    <message>
        <source>{sum}; not known: {what}</source>
        <translation>{sum}；未知：{what}</translation>
    </message>
    <message>
        <source>{sum}, maybe more</source>
        <translation>{sum}，也可能更多</translation>
    </message>
    <message>
        <source>at least {figure}</source>
        <translation>至少 {figure}</translation>
    </message>
    <message>
        <source>less than {amount} {currency}</source>
        <translation>不足 {amount} {currency}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Some objects go before the least time for which their storage class is charged; the rest of that time is charged: {amount}</source>
        <translation>部分对象未满其存储类型的最短存储时间，剩余时间仍会计费：{amount}</translation>
    </message>
    <message>
        <source>Too early</source>
        <translation>提前删除</translation>
    </message>
    <message>
        <source>This key may not read whether the bucket keeps versions.</source>
        <extracomment>So many versions are named one by one before they are deleted.</extracomment>
        <translation>此密钥无权查看存储桶是否保留版本。</translation>
    </message>
    <message>
        <source>The bucket keeps every version.</source>
        <translation>存储桶保留所有版本。</translation>
    </message>
    <message>
        <source>Versioning is suspended: older versions are kept, but what is written or deleted now takes the place of the version &quot;null&quot; for good.</source>
        <translation>版本控制已暂停：历史版本会保留，但现在写入或删除的内容会永久取代版本“null”。</translation>
    </message>
    <message>
        <source>Select a version.</source>
        <translation>请选择一个版本。</translation>
    </message>
    <message>
        <source>This is what the object is now.</source>
        <translation>这是对象的当前版本。</translation>
    </message>
    <message>
        <source>An older version. To restore it, the store copies it to be the current one.</source>
        <translation>历史版本。恢复时，存储服务会将其复制为当前版本。</translation>
    </message>
    <message>
        <source>The object is deleted: this marker hides its versions. Undelete removes the marker, and the newest version below it is the current one again.</source>
        <translation>对象已删除：此删除标记隐藏了它的版本。恢复会移除删除标记，其下最新的版本重新成为当前版本。</translation>
    </message>
    <message>
        <source>The object was deleted here, and written again later. This marker has no bytes.</source>
        <translation>对象曾在此时被删除，之后又重新写入。此删除标记不含数据。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected, {size} in all</source>
        <translation>
            <numerusform>已选择 %Ln 个，共 {size}</numerusform>
        </translation>
    </message>
    <message>
        <source>The marker is removed, and the newest version below it is the current one again.</source>
        <translation>删除标记会被移除，其下最新的版本重新成为当前版本。</translation>
    </message>
    <message>
        <source>The store copies it to be the current one. The versions that are there stay.</source>
        <translation>存储端会复制它，使其成为当前版本。现有的版本保持不变。</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>以及另外 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>This cannot be undone: the store forgets a version that is deleted.</source>
        <translation>此操作无法撤销：版本删除后，存储服务不再保留。</translation>
    </message>
    <message>
        <source>Of a current version, the one before it becomes the current one.</source>
        <translation>删除当前版本后，前一个版本将成为当前版本。</translation>
    </message>
    <message>
        <source>Without its delete marker, a deleted object is there again.</source>
        <translation>移除删除标记后，已删除的对象会重新可见。</translation>
    </message>
    <message>
        <source>Versioning is not on, so the restored version takes the place of the version &quot;null&quot; of {name}, which is then gone.</source>
        <translation>版本控制未开启，因此恢复的版本会取代 {name} 的版本“null”，后者将不复存在。</translation>
    </message>
    <message>
        <source>an unknown date</source>
        <translation>未知日期</translation>
    </message>
    <message>
        <source>{name}, delete marker of {date}</source>
        <translation>{name}，{date} 的删除标记</translation>
    </message>
    <message>
        <source>{name}, version of {date}, {size}</source>
        <translation>{name}，{date} 的版本，{size}</translation>
    </message>
    <message>
        <source>The target is not touched, and you are asked when its turn comes. Everything else goes on.</source>
        <translation>不改动目标，轮到时会询问您。其他任务继续进行。</translation>
    </message>
    <message>
        <source>The target is not touched. The object counts as refused, and you can retry it with another choice.</source>
        <translation>不改动目标。该对象记为已拒绝，您可以选择其他方式重试。</translation>
    </message>
    <message>
        <source>The target is not touched, and the object counts as dealt with.</source>
        <translation>不改动目标，该对象视为已处理。</translation>
    </message>
    <message>
        <source>The target is replaced. Where its bucket keeps no versions, its old content is lost.</source>
        <translation>替换目标。如果目标存储桶不保留版本，原内容将丢失。</translation>
    </message>
    <message>
        <source>The target stays, and the copy gets the next free name, such as “report (2).pdf”.</source>
        <translation>保留目标，副本使用下一个可用名称，例如“report (2).pdf”。</translation>
    </message>
    <message>
        <source>A target with the same content and properties is left alone; any other one is replaced.</source>
        <translation>内容和属性都相同的目标保持不变；其他目标会被替换。</translation>
    </message>
    <message>
        <source>CRC-64 of the whole object</source>
        <translation>整个对象的 CRC-64</translation>
    </message>
    <message>
        <source>CRC-64 of all parts</source>
        <translation>所有分片的 CRC-64</translation>
    </message>
    <message>
        <source>Size and ETags</source>
        <translation>大小和 ETag</translation>
    </message>
    <message>
        <source>Size alone</source>
        <translation>仅大小</translation>
    </message>
    <message>
        <source>The original is deleted only when the store&apos;s own CRC-64 of both objects is equal. Where a store offers none, originals stay.</source>
        <translation>仅当存储服务给出的两个对象的 CRC-64 一致时，才删除源对象。如果存储服务不提供，则保留源对象。</translation>
    </message>
    <message>
        <source>As good as a CRC-64 of the whole: those of the parts, put together, must give the original&apos;s. Where a store offers none, originals stay.</source>
        <translation>与整个对象的 CRC-64 同样可靠：各分片的 CRC-64 合并后必须与源对象一致。如果存储服务不提供，则保留源对象。</translation>
    </message>
    <message>
        <source>Without a CRC-64 it is enough that the size is right and the store kept every part as it reported it. That finds lost and mixed-up parts, but it is no checksum of the content.</source>
        <translation>没有 CRC-64 时，只要大小正确，且存储服务保存的每个分片都与其报告的一致即可。这能发现丢失和错位的分片，但不是内容的校验和。</translation>
    </message>
    <message>
        <source>An equal size is enough where a store offers nothing better. Damaged content of the same size would not be noticed before the original is gone.</source>
        <translation>如果存储服务不提供更好的校验，大小相等即可。大小相同但内容损坏时，在源对象删除之前不会被发现。</translation>
    </message>
    <message>
        <source>Where this key may not read the tags or the ACL, nobody knows whether the copy has them. Then the original stays, and the task says so.</source>
        <extracomment>Whether an original is deleted of which this key may not read everything.</extracomment>
        <translation>如果此密钥无权读取标签或 ACL，就无法得知副本是否带有它们。此时源对象会保留，任务中会说明。</translation>
    </message>
    <message>
        <source>The original is deleted even where nobody knows whether the copy has its tags and its ACL. What the copy lacks is lost then.</source>
        <translation>即使无法得知副本是否带有源对象的标签和 ACL，也会删除源对象。副本缺少的内容将随之丢失。</translation>
    </message>
    <message>
        <source>The usual one</source>
        <extracomment>The vendors&apos; words for how fast a restore is, which they share; &quot;&quot; leaves it to the store.</extracomment>
        <translation>默认</translation>
    </message>
    <message>
        <source>Expedited: the fastest and the most expensive</source>
        <translation>高优先级（Expedited）：最快，最贵</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准（Standard）</translation>
    </message>
    <message>
        <source>Bulk: the slowest and the cheapest</source>
        <translation>批量（Bulk）：最慢，最便宜</translation>
    </message>
    <message>
        <source>“{name}” exists at the target</source>
        <extracomment>The number that the first free name beside a target usually has.</extracomment>
        <translation>目标处已存在“{name}”</translation>
    </message>
    <message>
        <source>“Keep both” names the copy “{name}”, or gives it the next free number.</source>
        <translation>“两者都保留”会将副本命名为“{name}”，若已被占用则使用下一个可用编号。</translation>
    </message>
    <message>
        <source>{date} (newer)</source>
        <translation>{date}（较新）</translation>
    </message>
    <message>
        <source>{size} (larger)</source>
        <translation>{size}（较大）</translation>
    </message>
    <message>
        <source>The contents differ: they are of different sizes.</source>
        <translation>内容不同：大小不一致。</translation>
    </message>
    <message>
        <source>The contents are the same: the store&apos;s CRC-64s are equal.</source>
        <translation>内容相同：存储服务的 CRC-64 一致。</translation>
    </message>
    <message>
        <source>The contents differ: the store&apos;s CRC-64s are not equal.</source>
        <translation>内容不同：存储服务的 CRC-64 不一致。</translation>
    </message>
    <message>
        <source>The contents are the same as far as the ETags tell.</source>
        <translation>就 ETag 而言，内容相同。</translation>
    </message>
    <message>
        <source>Whether the contents differ is not known: the store offers no checksum of both.</source>
        <translation>无法得知内容是否不同：存储服务未提供两者的校验和。</translation>
    </message>
    <message>
        <source>Other properties differ, so “Only if different” replaces the target.</source>
        <translation>其他属性不同，因此“不同时才覆盖”会替换目标。</translation>
    </message>
    <message>
        <source>Copy “{name}” to “{other}”</source>
        <translation>将“{name}”复制到“{other}”</translation>
    </message>
    <message>
        <source>Rename “{name}” to “{other}”</source>
        <translation>将“{name}”重命名为“{other}”</translation>
    </message>
    <message>
        <source>Move “{name}” to “{other}”</source>
        <translation>将“{name}”移动到“{other}”</translation>
    </message>
    <message>
        <source>Edit “{name}”</source>
        <translation>编辑“{name}”</translation>
    </message>
    <message>
        <source>Delete “{name}”</source>
        <translation>删除“{name}”</translation>
    </message>
    <message>
        <source>Undelete “{name}”</source>
        <translation>恢复已删除的“{name}”</translation>
    </message>
    <message>
        <source>Restore “{name}” from the archive</source>
        <translation>解冻“{name}”</translation>
    </message>
    <message>
        <source>Copy the folder “{name}” to “{other}”</source>
        <translation>将文件夹“{name}”复制到“{other}”</translation>
    </message>
    <message>
        <source>Rename the folder “{name}” to “{other}”</source>
        <translation>将文件夹“{name}”重命名为“{other}”</translation>
    </message>
    <message>
        <source>Move the folder “{name}” to “{other}”</source>
        <translation>将文件夹“{name}”移动到“{other}”</translation>
    </message>
    <message>
        <source>Edit all objects in “{name}”</source>
        <translation>编辑“{name}”中的所有对象</translation>
    </message>
    <message>
        <source>Delete the folder “{name}”</source>
        <translation>删除文件夹“{name}”</translation>
    </message>
    <message>
        <source>Undelete the folder “{name}”</source>
        <translation>恢复已删除的文件夹“{name}”</translation>
    </message>
    <message>
        <source>Restore the folder “{name}” from the archive</source>
        <translation>解冻文件夹“{name}”</translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln object(s)</source>
        <translation>
            <numerusform>复制 %Ln 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln object(s)</source>
        <translation>
            <numerusform>移动 %Ln 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit %Ln object(s)</source>
        <translation>
            <numerusform>编辑 %Ln 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln object(s)</source>
        <translation>
            <numerusform>删除 %Ln 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undelete %Ln object(s)</source>
        <translation>
            <numerusform>恢复 %Ln 个已删除的对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %Ln object(s)</source>
        <translation>
            <numerusform>解冻 %Ln 个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln folder(s)</source>
        <translation>
            <numerusform>复制 %Ln 个文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln folder(s)</source>
        <translation>
            <numerusform>移动 %Ln 个文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit all objects in %Ln folder(s)</source>
        <translation>
            <numerusform>编辑 %Ln 个文件夹中的所有对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln folder(s)</source>
        <translation>
            <numerusform>删除 %Ln 个文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undelete %Ln folder(s)</source>
        <translation>
            <numerusform>恢复 %Ln 个已删除的文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %Ln folder(s)</source>
        <translation>
            <numerusform>解冻 %Ln 个文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy %Ln item(s)</source>
        <translation>
            <numerusform>复制 %Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln item(s)</source>
        <translation>
            <numerusform>移动 %Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit %Ln item(s)</source>
        <translation>
            <numerusform>编辑 %Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln item(s)</source>
        <translation>
            <numerusform>删除 %Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undelete %Ln item(s)</source>
        <translation>
            <numerusform>恢复 %Ln 个已删除的项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %Ln item(s)</source>
        <translation>
            <numerusform>解冻 %Ln 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rename %Ln object(s)</source>
        <translation>
            <numerusform>重命名 %Ln 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>This cannot be undone: a version is deleted for good.</source>
        <translation>此操作无法撤销：版本将被永久删除。</translation>
    </message>
    <message>
        <source>This can be undone: the bucket keeps versions, so the objects stay behind delete markers. They are charged as before.</source>
        <translation>此操作可以撤销：存储桶保留版本，因此对象会保留在删除标记之下，并照常计费。</translation>
    </message>
    <message numerus="yes">
        <source>Of these, %Ln cannot be undone: no version is kept of them.</source>
        <translation>
            <numerusform>其中 %Ln 个无法撤销：没有保留它们的版本。</numerusform>
        </translation>
    </message>
    <message>
        <source>This cannot be undone: no versions are kept.</source>
        <translation>此操作无法撤销：不保留版本。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln archived object(s); that takes minutes to days</source>
        <translation>
            <numerusform>%Ln 个归档对象，需要几分钟到几天</numerusform>
        </translation>
    </message>
    <message>
        <source>{said} ({details})</source>
        <translation>{said}（{details}）</translation>
    </message>
    <message>
        <source>{title}: {said}.</source>
        <translation>{title}：{said}。</translation>
    </message>
    <message>
        <source>{objects}, {size} to be copied</source>
        <translation>{objects}，待复制 {size}</translation>
    </message>
    <message>
        <source>{objects}, {size} to be edited</source>
        <translation>{objects}，待编辑 {size}</translation>
    </message>
    <message>
        <source>{objects}, {size} to be deleted</source>
        <translation>{objects}，待删除 {size}</translation>
    </message>
    <message>
        <source>{objects}, {size} to be restored</source>
        <translation>{objects}，待解冻 {size}</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>对象</translation>
    </message>
    <message numerus="yes">
        <source>%Ln copied in one call each</source>
        <translation>
            <numerusform>%Ln 个以单次请求复制</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln set without a copy</source>
        <translation>
            <numerusform>%Ln 个直接设置，无需复制</numerusform>
        </translation>
    </message>
    <message>
        <source>on the server: nothing is downloaded</source>
        <translation>在服务器端进行：不下载任何数据</translation>
    </message>
    <message>
        <source>{said}; {how}</source>
        <translation>{said}；{how}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln copied in {parts}</source>
        <translation>
            <numerusform>%Ln 个分片复制，共 {parts}</numerusform>
        </translation>
    </message>
    <message>
        <source>Targets that exist</source>
        <translation>已存在的目标</translation>
    </message>
    <message numerus="yes">
        <source>%Ln; you are asked about each, or once for all</source>
        <translation>
            <numerusform>%Ln 个；逐个询问，或一次决定全部</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; they are not touched, and their objects are refused</source>
        <translation>
            <numerusform>%Ln 个；不改动目标，对应的对象被拒绝</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; they are not touched, and their objects are left out</source>
        <translation>
            <numerusform>%Ln 个；不改动目标，对应的对象跳过</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; they are replaced</source>
        <translation>
            <numerusform>%Ln 个；将被替换</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; they stay, and the new objects get other names</source>
        <translation>
            <numerusform>%Ln 个；予以保留，新对象使用其他名称</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln; those that differ are replaced</source>
        <translation>
            <numerusform>%Ln 个；替换其中不同的</numerusform>
        </translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>不处理</translation>
    </message>
    <message numerus="yes">
        <source>%Ln, because nothing is to be done</source>
        <translation>
            <numerusform>%Ln 个，因为无需处理</numerusform>
        </translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>已不存在</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) are no longer there</source>
        <translation>
            <numerusform>%Ln 个对象已不存在</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s), which stay as they are</source>
        <translation>
            <numerusform>%Ln 个对象，保持不变</numerusform>
        </translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>解冻</translation>
    </message>
    <message numerus="yes">
        <source>%Ln, because not all of each can be carried along or read, or no copy can be proven as the settings ask</source>
        <translation>
            <numerusform>%Ln 个，因为并非所有属性都能随副本带走或读取，或副本达不到设置要求的校验级别</numerusform>
        </translation>
    </message>
    <message>
        <source>Originals that stay</source>
        <translation>保留的源对象</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of the originals that are deleted; what the copy lacks is lost</source>
        <translation>
            <numerusform>将删除的源对象中有 %Ln 个；副本缺少的内容会丢失</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags or ACL not readable</source>
        <translation>标签或 ACL 无法读取</translation>
    </message>
    <message numerus="yes">
        <source>%Ln delete marker(s) remain, and behind them the versions</source>
        <translation>
            <numerusform>留下 %Ln 个删除标记，其下的版本仍保留</numerusform>
        </translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>{count} ({kinds})</source>
        <translation>{count}（{kinds}）</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} 至 {most}</translation>
    </message>
    <message>
        <source>{regions}: {size} go from one to the other, which is charged</source>
        <translation>{regions}：{size} 跨地域传输，会计费</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>Counting what this takes…</source>
        <extracomment>A question is at least so wide: the line of requests by kind is long. Room for so many lines is kept, so that the buttons stay where they are when the figures come.</extracomment>
        <translation>正在统计所需的请求…</translation>
    </message>
    <message numerus="yes">
        <source>Counting what this takes: %Ln object(s) so far</source>
        <translation>
            <numerusform>正在统计所需的请求：目前 %Ln 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>It could not be counted: {reason}</source>
        <translation>无法统计：{reason}</translation>
    </message>
    <message>
        <source>Counting exactly: {count} of {total} objects so far</source>
        <translation>正在精确统计：目前 {count} 个对象，共 {total} 个</translation>
    </message>
    <message>
        <source>It could not be counted exactly: {reason}</source>
        <translation>无法精确统计：{reason}</translation>
    </message>
    <message>
        <source>The file cannot be understood.</source>
        <extracomment>The reasons of `core.system.account_files`, for the translation.</extracomment>
        <translation>无法识别该文件。</translation>
    </message>
    <message>
        <source>coscli keeps its key encrypted. Add the account by hand.</source>
        <translation>coscli 的密钥已加密保存。请手动添加账号。</translation>
    </message>
    <message>
        <source>It logs in by another way than an access key, which is not taken over.</source>
        <translation>它不使用 AccessKey 登录，无法导入。</translation>
    </message>
    <message>
        <source>It logs in by single sign-on (SSO), which is not taken over.</source>
        <translation>它通过单点登录（SSO）登录，无法导入。</translation>
    </message>
    <message>
        <source>A program gives its credentials (credential_process), which is not taken over.</source>
        <translation>它的凭证由外部程序提供（credential_process），无法导入。</translation>
    </message>
    <message>
        <source>It assumes a role (role_arn), which is not taken over.</source>
        <translation>它通过扮演角色获取权限（role_arn），无法导入。</translation>
    </message>
    <message>
        <source>rclone&apos;s file is encrypted. Add the accounts by hand.</source>
        <translation>rclone 的配置文件已加密。请手动添加账号。</translation>
    </message>
    <message>
        <source>It takes its key from the environment (env_auth).</source>
        <translation>它的密钥来自环境变量（env_auth）。</translation>
    </message>
    <message>
        <source>The file holds no access key for it.</source>
        <translation>文件中没有它的 AccessKey。</translation>
    </message>
    <message>
        <source>The file names neither its endpoint nor a known region.</source>
        <translation>文件中没有访问域名，也没有已知的地域。</translation>
    </message>
    <message>
        <source>Show the window</source>
        <extracomment>A task that took longer is worth a notice when it has ended. Work that ends and begins again within this time need not let the computer sleep in between.</extracomment>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
</TS>
