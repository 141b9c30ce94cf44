<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About flowerdesk</source>
        <translation>关于 flowerdesk</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>On what terms this part may be used and passed on</source>
        <translation>可以按什么条款使用和转发这一部分</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Parts of flowerdesk</source>
        <translation>flowerdesk 的组成部分</translation>
    </message>
    <message>
        <source>What flowerdesk is made of; choose a part to read its licence</source>
        <translation>flowerdesk 由哪些部分组成；选择一个部分即可阅读其许可证</translation>
    </message>
    <message>
        <source>Teach your own laptop to tell your photos apart.</source>
        <translation>教您自己的电脑分辨您的照片。</translation>
    </message>
    <message>
        <source>Free software under the Apache License 2.0.</source>
        <translation>自由软件，采用 Apache 许可证 2.0。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the licence that is shown</source>
        <translation>复制当前显示的许可证</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Copy the licences of all parts</source>
        <translation>复制所有部分的许可证</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口 (Esc)</translation>
    </message>
    <message>
        <source>It is made of the work of many people. Choose a part to read its terms.</source>
        <translation>它凝聚了许多人的劳动。选择一个部分即可阅读其条款。</translation>
    </message>
</context>
<context>
    <name>AnswerCard</name>
    <message>
        <source>Labels with their probabilities</source>
        <translation>标签及其可能性</translation>
    </message>
    <message>
        <source>What does it show?</source>
        <translation>照片里是什么？</translation>
    </message>
    <message>
        <source>The answer will be here: every label with how likely it is, and those of your photos that are most like it.</source>
        <translation>答案会显示在这里：每个标签的可能性，以及您的照片中与它最相像的几张。</translation>
    </message>
    <message>
        <source>Looking at the photo …</source>
        <translation>正在查看照片……</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有答案</translation>
    </message>
    <message>
        <source>Drop the photo again to ask once more.</source>
        <translation>再次拖入照片即可重新识别。</translation>
    </message>
    <message>
        <source>This photo cannot be read</source>
        <translation>无法读取这张照片</translation>
    </message>
    <message>
        <source>Nothing else is wrong: drop another photo.</source>
        <translation>其他一切正常：请拖入另一张照片。</translation>
    </message>
</context>
<context>
    <name>CameraDialog</name>
    <message>
        <source>Take a photo</source>
        <translation>拍照</translation>
    </message>
    <message>
        <source>Take the photo</source>
        <translation>拍下照片</translation>
    </message>
    <message>
        <source>Name what the camera sees now</source>
        <translation>识别相机此刻看到的东西</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take no photo (Esc)</source>
        <translation>不拍照 (Esc)</translation>
    </message>
    <message>
        <source>The camera gives no picture. Another program may be using it.</source>
        <translation>相机没有画面，可能有其他程序正在使用它。</translation>
    </message>
</context>
<context>
    <name>ChannelView</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the photo (Escape)</source>
        <translation>返回照片（Esc）</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Another channel of this layer</source>
        <translation>这一层的另一个通道</translation>
    </message>
    <message>
        <source>Where the channel responds on this photo</source>
        <translation>该通道在这张照片上有反应的地方</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Photos looked through</source>
        <translation>已浏览的照片</translation>
    </message>
    <message>
        <source>The project is open read-only: what is found could not be kept</source>
        <translation>项目以只读方式打开：找到的结果无法保存</translation>
    </message>
    <message>
        <source>Look at every photo of the project for what excites each channel most</source>
        <translation>浏览项目的每张照片，找出最能激发各个通道的地方</translation>
    </message>
    <message>
        <source>Steps of the pattern</source>
        <translation>生成图案的步骤</translation>
    </message>
    <message>
        <source>Change a picture step by step until it excites this channel more and more</source>
        <translation>一步步改变一幅图，使它越来越能激发这个通道</translation>
    </message>
    <message>
        <source>On this photo</source>
        <translation>在这张照片上</translation>
    </message>
    <message>
        <source>What excites it most in your photos</source>
        <translation>您的照片中最能激发它的地方</translation>
    </message>
    <message>
        <source>What would excite it most</source>
        <translation>最能激发它的图案</translation>
    </message>
    <message>
        <source>Looking into the network …</source>
        <translation>正在查看网络内部……</translation>
    </message>
    <message>
        <source>of {count}</source>
        <translation>/ {count}</translation>
    </message>
    <message>
        <source>It responds where the photo is lit, up to {strength}.</source>
        <translation>照片被照亮的地方就是它有反应的地方，最强为 {strength}。</translation>
    </message>
    <message>
        <source>It does not respond to this photo at all.</source>
        <translation>它对这张照片毫无反应。</translation>
    </message>
    <message>
        <source>Looking through your photos: {known} of {there}</source>
        <translation>正在浏览您的照片：{known} / {there}</translation>
    </message>
    <message>
        <source>The strongest places in all {there} photos. Click one to see its photo.</source>
        <translation>全部 {there} 张照片中反应最强的地方。点击其中之一可查看所在的照片。</translation>
    </message>
    <message>
        <source>{known} of {there} photos were looked through.</source>
        <translation>已浏览 {there} 张照片中的 {known} 张。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Look through your photos</source>
        <translation>浏览您的照片</translation>
    </message>
    <message>
        <source>Make the pattern</source>
        <translation>生成图案</translation>
    </message>
    <message>
        <source>A picture can be made up that excites this channel as much as possible: it shows what the channel looks for. It takes some seconds.</source>
        <translation>可以生成一幅尽可能激发这个通道的图，由此看出该通道在寻找什么。这需要几秒钟。</translation>
    </message>
    <message>
        <source>Nothing was found that excites this channel: it is silent.</source>
        <translation>没有找到能激发这个通道的图：它没有反应。</translation>
    </message>
    <message>
        <source>Made up, step by step, so that it excites this channel.</source>
        <translation>一步步生成的图，用来激发这个通道。</translation>
    </message>
    <message>
        <source>No patch yet</source>
        <translation>还没有图块</translation>
    </message>
    <message>
        <source>“{label}”, responds up to {strength}</source>
        <translation>“{label}”，反应最强为 {strength}</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>The weights of {title} are not on this computer. Get them ({megabytes} MB) with: flowerdesk weights fetch {name} — or name a file that you have with --weights FILE, or keep it for good with: flowerdesk weights add {name} FILE</source>
        <translation>这台电脑上没有 {title} 的权重。下载（{megabytes} MB）请运行：flowerdesk weights fetch {name}；也可以用 --weights FILE 指定已有的文件，或运行 flowerdesk weights add {name} FILE 长期保存它。</translation>
    </message>
    <message>
        <source>{title}, as you asked</source>
        <translation>您指定的 {title}</translation>
    </message>
    <message>
        <source>The weights of {title} are missing. Install flowerdesk again.</source>
        <translation>缺少 {title} 的权重。请重新安装 flowerdesk。</translation>
    </message>
    <message>
        <source>{title}, because its weights were named</source>
        <translation>{title}（因为指定了它的权重）</translation>
    </message>
    <message>
        <source>{title}, because its weights are on this computer</source>
        <translation>{title}（因为它的权重在这台电脑上）</translation>
    </message>
    <message>
        <source>flowerdesk&apos;s own copy of the weights of {title}, {path}, is damaged. Install flowerdesk again.</source>
        <translation>flowerdesk 自带的 {title} 权重 {path} 已损坏。请重新安装 flowerdesk。</translation>
    </message>
    <message>
        <source>{path} holds the weights of another network: nothing in it is called {lacking}. Name the file of {title}.</source>
        <translation>{path} 保存的是另一个网络的权重：其中没有 {lacking}。请指定 {title} 的权重文件。</translation>
    </message>
    <message>
        <source>{path} ends before {name}: it lacks {lacking} and holds only the first part of {title}. To go on, {ways_out}name the whole file.</source>
        <translation>{path} 不到 {name} 就结束了：它缺少 {lacking}，只包含 {title} 的前一部分。要继续，请{ways_out}指定完整的文件。</translation>
    </message>
    <message>
        <source>{title}, which comes with flowerdesk, because the weights of {preferred} are not on this computer (flowerdesk weights fetch {name} gets them)</source>
        <translation>随 flowerdesk 附带的 {title}（因为这台电脑上没有 {preferred} 的权重，可用 flowerdesk weights fetch {name} 获取）</translation>
    </message>
    <message>
        <source>The vectors of {way} agree little with those in float32 (cosine {cosine}, {neighbours} % of the nearest photos are the same). It is used because it was asked for; answers may be less sure.</source>
        <translation>{way} 得到的特征与 float32 的相差较大（余弦 {cosine}，{neighbours} % 的最近照片相同）。因为您指定了它，所以仍然使用；答案可能不那么可靠。</translation>
    </message>
    <message>
        <source>{way} would be faster, but its vectors of your photos agree too little with those in float32 (cosine {cosine}, {neighbours} % of the nearest photos are the same), so that a slower way is taken.</source>
        <translation>{way} 会更快，但它对您的照片得到的特征与 float32 的相差太大（余弦 {cosine}，{neighbours} % 的最近照片相同），因此改用较慢的方式。</translation>
    </message>
    <message>
        <source>{photos} of this project were looked at by {way} before, which this computer cannot do, so that all are looked at anew. {problem}</source>
        <translation>这个项目的{photos}此前是用 {way} 查看的，而这台电脑无法使用这种方式，因此要重新查看所有照片。{problem}</translation>
    </message>
    <message>
        <source>Computing by {way}, the fastest of {count} ways on this computer: {rate} photos a second ({usual}: {usual_rate}).</source>
        <translation>使用 {way} 计算，它是这台电脑上 {count} 种方式中最快的：每秒 {rate} 张照片（{usual}：{usual_rate}）。</translation>
    </message>
    <message>
        <source>A process that compares ways of computing ended unexpectedly, most often because the memory ran out. Close other programs and try again.</source>
        <translation>比较各种计算方式的进程意外结束，最常见的原因是内存不足。请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>{title}, which comes with flowerdesk, because the weights of {preferred} on this computer are only a part (flowerdesk weights fetch {name} gets the whole)</source>
        <translation>随 flowerdesk 附带的 {title}（因为这台电脑上 {preferred} 的权重只是一部分，可用 flowerdesk weights fetch {name} 获取完整的）</translation>
    </message>
    <message>
        <source>{title}, which has the layer asked for</source>
        <translation>{title}（它有所要求的层）</translation>
    </message>
    <message>
        <source>{title} cannot be computed by {way} here. {problem}</source>
        <translation>这里无法用 {way} 计算 {title}。{problem}</translation>
    </message>
    <message>
        <source>{path} holds the weights of another network: {name} has the shapes {shapes}, {title} needs {expected}. Name the file of {title}.</source>
        <translation>{path} 保存的是另一个网络的权重：{name} 的形状是 {shapes}，而 {title} 需要 {expected}。请指定 {title} 的权重文件。</translation>
    </message>
    <message>
        <source>OpenVINO cannot compute this network on this computer&apos;s {device}: {error} Choose another --runtime, or auto.</source>
        <translation>OpenVINO 无法在这台电脑的 {device} 上计算这个网络：{error} 请另选 --runtime，或使用 auto。</translation>
    </message>
    <message>
        <source>Comes with flowerdesk: small and quick, and nearly as sure as far larger ones.</source>
        <translation>随 flowerdesk 附带：小巧快速，准确度接近大得多的网络。</translation>
    </message>
    <message>
        <source>There is no backbone called “{name}”. Choose one of: {known}.</source>
        <translation>没有名为“{name}”的骨干网络。请选择其中之一：{known}。</translation>
    </message>
    <message>
        <source>{title} has no layer “{wanted}”. Choose one of: {known}.</source>
        <translation>{title} 没有“{wanted}”这一层。请选择其中之一：{known}。</translation>
    </message>
    <message>
        <source>TensorFlow cannot compute this network in {precision} on this computer. Choose another --precision, or auto.</source>
        <translation>TensorFlow 无法在这台电脑上以 {precision} 计算这个网络。请另选 --precision，或使用 auto。</translation>
    </message>
    <message>
        <source>The network of the article: large and thorough (Simonyan &amp; Zisserman 2014).</source>
        <translation>文章中所用的网络：大而细致（Simonyan 与 Zisserman，2014）。</translation>
    </message>
    <message>
        <source>VGG16 with three more convolutions: a little slower, much alike.</source>
        <translation>比 VGG16 多三个卷积层：稍慢，十分相似。</translation>
    </message>
    <message>
        <source>{runtime} cannot be used on macOS. Choose --runtime auto.</source>
        <translation>在 macOS 上不能使用 {runtime}。请使用 --runtime auto。</translation>
    </message>
    <message>
        <source>OpenVINO finds no {device} on this computer that computes in {precision}. If it has one of Intel&apos;s, install its driver; or choose --runtime auto.</source>
        <translation>OpenVINO 在这台电脑上找不到能以 {precision} 计算的 {device}。如果装有英特尔的此类硬件，请安装其驱动程序；或使用 --runtime auto。</translation>
    </message>
    <message>
        <source>This computer&apos;s processor has no instructions for {precision}.</source>
        <translation>这台电脑的处理器没有用于 {precision} 的指令。</translation>
    </message>
    <message>
        <source>Vectors by {runtime} in {precision} are unknown to this version of flowerdesk. Update it, or look at the photos again.</source>
        <translation>这个版本的 flowerdesk 不认识由 {runtime} 以 {precision} 得到的特征。请更新它，或重新查看照片。</translation>
    </message>
    <message>
        <source>{runtime} cannot compute in {precision}. Choose another --precision, or --runtime auto.</source>
        <translation>{runtime} 不能以 {precision} 计算。请另选 --precision，或使用 --runtime auto。</translation>
    </message>
    <message>
        <source>This computer cannot look at photos in the way asked for ({way}). {obstacle}</source>
        <translation>这台电脑无法以所要求的方式（{way}）查看照片。{obstacle}</translation>
    </message>
    <message>
        <source>The project {path} has no feature vectors yet. Make them first with: flowerdesk extract {path}</source>
        <translation>项目 {path} 还没有特征向量。请先运行：flowerdesk extract {path}</translation>
    </message>
    <message>
        <source>The codes cannot be written to {folder} ({reason}). Choose another folder, or free some space.</source>
        <translation>无法把特征写入 {folder}（{reason}）。请换一个文件夹，或腾出一些空间。</translation>
    </message>
    <message>
        <source>One .keras file, for Python with Keras: to go on training, or to take apart.</source>
        <translation>一个 .keras 文件，供 Python 中的 Keras 使用：可继续训练，或拆开研究。</translation>
    </message>
    <message>
        <source>A folder for TensorFlow, TensorFlow Serving and TensorFlow.js.</source>
        <translation>一个文件夹，供 TensorFlow、TensorFlow Serving 和 TensorFlow.js 使用。</translation>
    </message>
    <message>
        <source>For Android, iOS and small computers.</source>
        <translation>用于 Android、iOS 和小型计算机。</translation>
    </message>
    <message>
        <source>Half the size of TFLite, with answers that are the same to the eye.</source>
        <translation>大小是 TFLite 的一半，回答看不出差别。</translation>
    </message>
    <message>
        <source>A quarter of the size of TFLite, with slightly coarser answers.</source>
        <translation>大小是 TFLite 的四分之一，回答略为粗糙。</translation>
    </message>
    <message>
        <source>For ONNX Runtime in many languages, and for the browser.</source>
        <translation>用于多种语言的 ONNX Runtime，也可用于浏览器。</translation>
    </message>
    <message>
        <source>For Intel processors, graphics and NPUs.</source>
        <translation>用于英特尔处理器、显卡和 NPU。</translation>
    </message>
    <message>
        <source>There is no format {name}. Choose one of: {names}.</source>
        <translation>没有 {name} 这种格式。请从以下格式中选择：{names}。</translation>
    </message>
    <message>
        <source>This packaged flowerdesk does not carry {packages}, which exporting as {title} takes. Choose another format, or open the project with a flowerdesk installed into Python with: pip install &apos;flowerdesk[app,export]&apos;</source>
        <translation>这个安装包版的 flowerdesk 不含导出为 {title} 所需的 {packages}。请选择其他格式，或者用安装在 Python 中的 flowerdesk 打开此项目，安装命令：pip install &apos;flowerdesk[app,export]&apos;</translation>
    </message>
    <message>
        <source>To export as {title}, the packages {packages} are missing. Install them with: pip install &apos;flowerdesk[export]&apos;</source>
        <translation>要导出为 {title}，还缺少这些软件包：{packages}。安装命令：pip install &apos;flowerdesk[export]&apos;</translation>
    </message>
    <message>
        <source>Not one test photo could be compared with the export, so that nothing proves it; it was removed.</source>
        <translation>没有一张测试照片能与导出结果比较，无法证明它正确，已将其删除。</translation>
    </message>
    <message>
        <source>The export has other labels than the app; it was removed.</source>
        <translation>导出结果的标签与应用不同，已将其删除。</translation>
    </message>
    <message>
        <source>The export answers differently than the app: {path} is {app} in the app and {export} there, and a probability differs by {difference:.3f}, where up to {bound:g} would be rounding. It was removed. Please tell the makers of flowerdesk.</source>
        <translation>导出结果的回答与应用不同：{path} 在应用中是 {app}，在那里是 {export}，有一个概率相差 {difference:.3f}，而舍入误差最多为 {bound:g}。已将其删除。请告知 flowerdesk 的开发者。</translation>
    </message>
    <message>
        <source>The export cannot be read by {runtime} ({reason}); it was removed.</source>
        <translation>{runtime} 无法读取导出结果（{reason}），已将其删除。</translation>
    </message>
    <message>
        <source>{title} is too coarse for this classifier: for {path} a probability differs by {difference:.3f} from that of the app. It was removed; export as {finer}.</source>
        <translation>{title} 对这个分类器来说太粗糙：{path} 有一个概率与应用相差 {difference:.3f}。已将其删除；请导出为 {finer}。</translation>
    </message>
    <message>
        <source>The export cannot be written to {folder} ({reason}). Choose another folder, or free some space.</source>
        <translation>无法将导出结果写入 {folder}（{reason}）。请选择其他文件夹，或腾出一些空间。</translation>
    </message>
    <message>
        <source>{folder} holds something else already. Name a new folder.</source>
        <translation>{folder} 中已有其他内容。请指定一个新文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds an export already. Name another folder, or replace it with --force.</source>
        <translation>{folder} 中已有导出结果。请指定其他文件夹，或用 --force 替换它。</translation>
    </message>
    <message>
        <source>The map cannot be written to {out} ({reason}). Choose another place, or free some space.</source>
        <translation>无法把照片地图写入 {out}（{reason}）。请另选一个位置，或腾出一些空间。</translation>
    </message>
    <message>
        <source>A map needs {count} photos that the network has looked at, and the project {path} has {photos}. Learn them first, or make their vectors with: flowerdesk extract {path}</source>
        <translation>绘制地图需要 {count} 张网络看过的照片，而项目 {path} 只有 {photos} 张。请先学习这些照片，或用此命令生成特征：flowerdesk extract {path}</translation>
    </message>
    <message>
        <source>The map is not kept in the project: {reason}</source>
        <translation>地图没有保存在项目中：{reason}</translation>
    </message>
    <message>
        <source>the picture is damaged ({error})</source>
        <translation>图像已损坏（{error}）</translation>
    </message>
    <message>
        <source>the file ends too early: it was cut short, perhaps while it was copied</source>
        <translation>文件不完整：可能在复制时被截断了</translation>
    </message>
    <message>
        <source>the file is empty (0 bytes)</source>
        <translation>文件是空的（0 字节）</translation>
    </message>
    <message>
        <source>the link points to nothing</source>
        <translation>链接指向的文件不存在</translation>
    </message>
    <message>
        <source>the file is gone</source>
        <translation>文件已经不在了</translation>
    </message>
    <message>
        <source>this file may not be read: its permissions forbid it</source>
        <translation>没有读取这个文件的权限</translation>
    </message>
    <message>
        <source>the file cannot be read ({reason})</source>
        <translation>无法读取文件（{reason}）</translation>
    </message>
    <message>
        <source>this is not a photo that can be opened, whatever its name says</source>
        <translation>不管文件名怎么写，这都不是可以打开的照片</translation>
    </message>
    <message>
        <source>the picture has more than {max_pixels} million pixels: too large to be opened safely; save it smaller</source>
        <translation>图像超过 {max_pixels} 百万像素，太大而无法安全打开；请缩小后保存</translation>
    </message>
    <message>
        <source>the picture does not fit into memory; save it smaller</source>
        <translation>图像太大，内存放不下；请缩小后保存</translation>
    </message>
    <message>
        <source>{backbone} at layer {layer}, not on {other} at {other_layer}</source>
        <translation>{backbone} 的 {layer} 层（而不是 {other} 的 {other_layer} 层）</translation>
    </message>
    <message>
        <source>{backbone} with other weights than these</source>
        <translation>权重与此不同的 {backbone} </translation>
    </message>
    <message>
        <source>This classifier was trained on {difference}, so its answers would mean nothing. Name the weights that it was trained with (--weights FILE), or train it again.</source>
        <translation>这个分类器是在{difference}上训练的，因此它的答案没有意义。请指定训练时所用的权重（--weights FILE），或重新训练。</translation>
    </message>
    <message>
        <source>This classifier was trained on {difference}, so its answers would mean nothing. Train it again: your photos and labels are all there.</source>
        <translation>这个分类器是在{difference}上训练的，因此它的答案没有意义。请重新训练：您的照片和标签都还在。</translation>
    </message>
    <message>
        <source>photos prepared in another way (version {version}, this program&apos;s is {present})</source>
        <translation>以另一种方式处理的照片（版本 {version}，本程序为版本 {present}）</translation>
    </message>
    <message>
        <source>numbers that {runtime} made, not {other}</source>
        <translation> {runtime} 算出的数（而不是 {other} 的）</translation>
    </message>
    <message>
        <source>There are no photos in {path}. Name another folder.</source>
        <translation>{path} 中没有照片。请指定另一个文件夹。</translation>
    </message>
    <message>
        <source>There is no photo {path}. Check its name.</source>
        <translation>没有照片 {path}。请检查名称。</translation>
    </message>
    <message>
        <source>numbers of another precision ({precision})</source>
        <translation>另一种精度（{precision}）的数</translation>
    </message>
    <message>
        <source>numbers that were scaled in another way (its calibration)</source>
        <translation>以另一种方式缩放的数（其校准不同）</translation>
    </message>
    <message>
        <source>A label needs a name. Type one.</source>
        <translation>标签需要一个名称，请输入。</translation>
    </message>
    <message>
        <source>A label&apos;s name has at most {longest_label} characters. Shorten it.</source>
        <translation>标签名称最多 {longest_label} 个字符，请缩短。</translation>
    </message>
    <message>
        <source>A label&apos;s name is one line of text. Take out what cannot be printed.</source>
        <translation>标签名称只能是一行文字，请去掉无法显示的字符。</translation>
    </message>
    <message>
        <source>The label “{label}” has photos. Give them another label first, or merge it into another one.</source>
        <translation>标签“{label}”下还有照片。请先给它们换一个标签，或把它并入另一个标签。</translation>
    </message>
    <message>
        <source>The project {path} cannot be used ({text}).</source>
        <translation>无法使用项目 {path}（{text}）。</translation>
    </message>
    <message>
        <source>The disk with {path} is full or failing ({text}). What was done before is saved; free some space and start again: the work goes on where it stopped.</source>
        <translation>{path} 所在的磁盘已满或出现故障（{text}）。此前完成的都已保存；请腾出一些空间再开始：工作会从中断处继续。</translation>
    </message>
    <message>
        <source>{path} is not a flowerdesk project. Nothing was changed; choose another file.</source>
        <translation>{path} 不是 flowerdesk 项目。没有做任何改动；请选择另一个文件。</translation>
    </message>
    <message>
        <source>The project {path} is damaged ({text}). Nothing was changed; go back to a copy of it, or make a new project from the photos: they were never touched.</source>
        <translation>项目 {path} 已损坏（{text}）。没有做任何改动；请使用它的备份，或用照片新建一个项目：照片从未被改动过。</translation>
    </message>
    <message>
        <source>Another program is writing to {path}. Close the other flowerdesk, or wait until it is done, and try again.</source>
        <translation>另一个程序正在写入 {path}。请关闭另一个 flowerdesk 或等它完成，然后再试。</translation>
    </message>
    <message>
        <source>{path} cannot be written there. Choose a place of your own for it with --project, or change the folder&apos;s permissions.</source>
        <translation>无法在那里写入 {path}。请用 --project 另选位置，或更改文件夹的权限。</translation>
    </message>
    <message>
        <source>{path} is a folder, not a project file. Name a file in it.</source>
        <translation>{path} 是文件夹，不是项目文件。请指定其中的一个文件。</translation>
    </message>
    <message>
        <source>There is no project {path}. Check its name, or make one with: flowerdesk train PHOTOS --project FILE</source>
        <translation>没有项目 {path}。请检查名称，或新建一个：flowerdesk train PHOTOS --project FILE</translation>
    </message>
    <message>
        <source>The project {path} was made by a newer flowerdesk (its version is {version}, this program knows up to {version2}). Nothing was changed; update flowerdesk to open it.</source>
        <translation>项目 {path} 由更新版本的 flowerdesk 创建（它的版本是 {version}，本程序最高支持 {version2}）。没有做任何改动；请更新 flowerdesk 后再打开。</translation>
    </message>
    <message>
        <source>{path} is a database of another program, not a flowerdesk project. Nothing was changed; choose another name for the project.</source>
        <translation>{path} 是另一个程序的数据库，不是 flowerdesk 项目。没有做任何改动；请为项目另取名称。</translation>
    </message>
    <message>
        <source>The project {path} is read-only. Make it writable, or copy it to a folder of your own and open the copy.</source>
        <translation>项目 {path} 是只读的。请把它设为可写，或复制到自己的文件夹后打开副本。</translation>
    </message>
    <message>
        <source>There is no folder {folder} for the project. Make it first.</source>
        <translation>没有用于保存项目的文件夹 {folder}。请先创建它。</translation>
    </message>
    <message>
        <source>The project {path} may not be read: its permissions forbid it.</source>
        <translation>没有读取项目 {path} 的权限。</translation>
    </message>
    <message>
        <source>The project {path} is empty. Fill it with: flowerdesk train PHOTOS --project {path}</source>
        <translation>项目 {path} 是空的。请运行：flowerdesk train PHOTOS --project {path}</translation>
    </message>
    <message>
        <source>The project {path} is of an older flowerdesk and must be brought up to date, but it may not be written. Copy it to a folder of your own and open the copy.</source>
        <translation>项目 {path} 来自较早的 flowerdesk，需要升级，但它不可写。请复制到自己的文件夹后打开副本。</translation>
    </message>
    <message>
        <source>The project {path} is at work in another flowerdesk. Wait until it is done, or close it, and try again.</source>
        <translation>另一个 flowerdesk 正在处理项目 {path}。请等它完成或关闭它，然后再试。</translation>
    </message>
    <message>
        <source>The project {path} cannot be written ({strerror}). Choose a place of your own for it with --project, or change the folder&apos;s permissions.</source>
        <translation>无法写入项目 {path}（{strerror}）。请用 --project 另选位置，或更改文件夹的权限。</translation>
    </message>
    <message>
        <source>Report on {project}</source>
        <translation>{project} 的报告</translation>
    </message>
    <message>
        <source>Rows: your labels. Columns: the answers.</source>
        <translation>行：您的标签。列：它的回答。</translation>
    </message>
    <message>
        <source>{label}, taken for {taken_for} ({share})</source>
        <translation>{label}，被认成 {taken_for}（{share}）</translation>
    </message>
    <message>
        <source>{shown} of {wrong}.</source>
        <translation>共 {wrong} 张，显示 {shown} 张。</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>right on the photos it checks itself with</source>
        <translation>在自我检查照片上的正确率</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>批</translation>
    </message>
    <message>
        <source>{photos} photos of {labels} labels: {train} to learn from, {validation} for it to check itself with, {test} for the test.</source>
        <translation>{labels} 个标签的 {photos} 张照片：{train} 张用于学习，{validation} 张用于自我检查，{test} 张用于测试。</translation>
    </message>
    <message>
        <source>With the same photos, labels and weights this gives the same run. Made with flowerdesk {version}; learned {learned}, reported {reported} (UTC).</source>
        <translation>用同样的照片、标签和权重会得到同样的结果。由 flowerdesk {version} 制作；学习于 {learned}，报告于 {reported}（UTC）。</translation>
    </message>
    <message>
        <source>Right on {right} of {photos} photos never seen before: {share}</source>
        <translation>在 {photos} 张从未见过的照片中答对 {right} 张：{share}</translation>
    </message>
    <message>
        <source>With 95 % confidence between {low} and {high}; balanced over the labels {balanced}.</source>
        <translation>以 95 % 的置信度在 {low} 与 {high} 之间；各标签平均为 {balanced}。</translation>
    </message>
    <message>
        <source>Since the test photos were drawn, {mended} of them got another label by hand and {left_out} were left out; mending only what the answers point at makes the score look better than it is.</source>
        <translation>抽取测试照片以来，手动更正了其中 {mended} 张的标签，排除了 {left_out} 张；只更正回答所指出的，会使成绩显得比实际更好。</translation>
    </message>
    <message>
        <source>By label</source>
        <translation>按标签</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>recognised</source>
        <translation>被认出</translation>
    </message>
    <message>
        <source>right when said</source>
        <translation>回答可靠</translation>
    </message>
    <message>
        <source>test photos</source>
        <translation>测试照片</translation>
    </message>
    <message>
        <source>What was taken for what</source>
        <translation>什么被认成了什么</translation>
    </message>
    <message>
        <source>taken for</source>
        <translation>被认成</translation>
    </message>
    <message>
        <source>photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>The surest mistakes</source>
        <translation>最有把握的错误</translation>
    </message>
    <message>
        <source>How it learned</source>
        <translation>学习过程</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>The photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>To repeat it</source>
        <translation>如何重现</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Some labels have very few test photos.</source>
        <translation>有些标签的测试照片很少。</translation>
    </message>
    <message>
        <source>There are none.</source>
        <translation>没有。</translation>
    </message>
    <message>
        <source>{number} photos could not be used:</source>
        <translation>有 {number} 张照片无法使用：</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>SHA-256 of its weights</source>
        <translation>权重的 SHA-256</translation>
    </message>
    <message>
        <source>version of the preprocessing</source>
        <translation>预处理的版本</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>The report cannot be written to {file} ({reason}). Choose another place, or free some space.</source>
        <translation>无法将报告写入 {file}（{reason}）。请选择其他位置，或腾出一些空间。</translation>
    </message>
    <message>
        <source>{file} is there already. Name another file, or replace it with --force.</source>
        <translation>{file} 已经存在。请指定其他文件，或用 --force 替换它。</translation>
    </message>
    <message>
        <source>A part of the program is missing, the file {name}: install flowerdesk again.</source>
        <translation>程序缺少一部分，即文件 {name}：请重新安装 flowerdesk。</translation>
    </message>
    <message>
        <source>The folder {folder} holds {foreign}, and the sample photos must not mix with other files; choose an empty or a new folder.</source>
        <translation>文件夹 {folder} 中有 {foreign}，而示例照片不应与其他文件混在一起；请选择空文件夹或新文件夹。</translation>
    </message>
    <message>
        <source>The sample photos cannot be written to {folder} ({reason}); choose a folder that you may write to.</source>
        <translation>无法把示例照片写入 {folder}（{reason}）；请选择可以写入的文件夹。</translation>
    </message>
    <message>
        <source>The sample photos cannot be written to {folder} ({reason}); free some space or choose another folder.</source>
        <translation>无法把示例照片写入 {folder}（{reason}）；请腾出一些空间或另选文件夹。</translation>
    </message>
    <message>
        <source>There is no folder {folder}. Check its name, or choose another folder.</source>
        <translation>没有文件夹 {folder}。请检查名称，或选择另一个文件夹。</translation>
    </message>
    <message>
        <source>{folder} is a file, not a folder. Choose the folder that holds one subfolder for each label.</source>
        <translation>{folder} 是文件，不是文件夹。请选择为每个标签各有一个子文件夹的那个文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds {photos} without a label. Make one subfolder for each label, named after it, and move the photos into them.</source>
        <translation>{folder} 中有 {photos}没有标签。请为每个标签建一个同名的子文件夹，并把照片移进去。</translation>
    </message>
    <message>
        <source>There are no photos in {folder}. It should hold one subfolder for each label with photos in it (JPEG, PNG, WebP, HEIC, AVIF, BMP, GIF or TIFF).</source>
        <translation>{folder} 中没有照片。它应当为每个标签各有一个装有照片的子文件夹（JPEG、PNG、WebP、HEIC、AVIF、BMP、GIF 或 TIFF）。</translation>
    </message>
    <message>
        <source>There is only one label, “{label}”. Telling photos apart takes at least two: put the photos of each kind into a subfolder of its own.</source>
        <translation>只有一个标签“{label}”。要区分照片至少需要两个标签：请把每一类照片放进各自的子文件夹。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be read ({strerror}). Change its permissions, or copy the photos to a folder of your own.</source>
        <translation>无法读取文件夹 {folder}（{strerror}）。请更改权限，或把照片复制到自己的文件夹。</translation>
    </message>
    <message>
        <source>the folder cannot be read ({strerror})</source>
        <translation>无法读取文件夹（{strerror}）</translation>
    </message>
    <message>
        <source>its name is not valid text; rename the file</source>
        <translation>文件名不是有效的文字；请重命名文件</translation>
    </message>
    <message>
        <source>There is no layer “{wanted}” with maps to look at. Choose one of: {known}.</source>
        <translation>没有可供查看图谱的层“{wanted}”。请选择其中之一：{known}。</translation>
    </message>
    <message>
        <source>{title} runs in a way that cannot be looked into. The second opinion works: it looks at answers alone.</source>
        <translation>{title} 的运行方式无法从内部查看。第二意见仍然可用：它只看答案。</translation>
    </message>
    <message>
        <source>“{label}” is none of the labels that were learned. Choose one of: {known}.</source>
        <translation>“{label}”不是学过的标签。请选择其中之一：{known}。</translation>
    </message>
    <message>
        <source>{layer} has the channels 0 to {last}; there is no channel {channel}.</source>
        <translation>{layer} 的通道编号为 0 到 {last}，没有通道 {channel}。</translation>
    </message>
    <message>
        <source>{photo} is no photo of the project {path}, or was not looked at yet. Name a new photo with: flowerdesk predict {path} {photo}</source>
        <translation>{photo} 不是项目 {path} 中的照片，或网络还没有看过它。要识别新照片，请使用：flowerdesk predict {path} {photo}</translation>
    </message>
    <message>
        <source>The network has not looked at {path} yet, so that nothing can be compared. Learn the photos first.</source>
        <translation>网络还没有看过 {path}，因此无法比较。请先学习这些照片。</translation>
    </message>
    <message>
        <source>{photo} cannot be copied into {folder} ({reason}). What was copied before is there; choose another folder, or free some space.</source>
        <translation>无法将 {photo} 复制到 {folder}（{reason}）。之前复制的都在；请选择其他文件夹，或腾出一些空间。</translation>
    </message>
    <message>
        <source>The label “{label}” has only {photos} that can be used and was left out; it needs at least {fewest}: one to learn from, one to check with, one to test.</source>
        <translation>标签“{label}”只有 {photos}可用，因此未参与；它至少需要 {fewest} 张：一张用于学习，一张用于检查，一张用于测试。</translation>
    </message>
    <message>
        <source>There are no photos to learn the label “{unlearned}” from: all of its photos are in the folders for validation and test. Move some of them to train.</source>
        <translation>没有可用来学习标签“{unlearned}”的照片：它的照片都在验证和测试文件夹里。请把其中一些移到 train。</translation>
    </message>
    <message>
        <source>the file has changed since it was looked at; look at the photos again</source>
        <translation>文件在查看之后有改动；请重新查看照片</translation>
    </message>
    <message>
        <source>The network has not looked at the photos of {project_path} yet, and only then can it be said which of them are suspicious. Learn them first, or say: flowerdesk extract {project_path}</source>
        <translation>网络还没有看过 {project_path} 的照片，看过之后才能判断哪些照片可疑。请先学习，或输入：flowerdesk extract {project_path}</translation>
    </message>
    <message>
        <source>dropout must be at least 0 and below 1, not {dropout}.</source>
        <translation>dropout 必须大于等于 0 且小于 1，不能是 {dropout}。</translation>
    </message>
    <message>
        <source>weight decay must not be negative, as {weight_decay} is.</source>
        <translation>权重衰减不能是负数，如 {weight_decay}。</translation>
    </message>
    <message>
        <source>seed must be between 0 and {value}, not {seed}.</source>
        <translation>随机种子必须在 0 到 {value} 之间，不能是 {seed}。</translation>
    </message>
    <message>
        <source>{name} must be greater than 0, not {value}.</source>
        <translation>{name} 必须大于 0，不能是 {value}。</translation>
    </message>
    <message>
        <source>Training ran away at iteration {iteration}: the loss is {loss}. Choose a learning rate below {learning_rate:g}.</source>
        <translation>训练在第 {iteration} 次迭代时失控：损失为 {loss}。请选择低于 {learning_rate:g} 的学习率。</translation>
    </message>
    <message>
        <source>{path} is a whole Keras model: open it with Keras and save its weights with model.save_weights(&apos;NAME.weights.h5&apos;).</source>
        <translation>{path} 是完整的 Keras 模型：请用 Keras 打开它，并用 model.save_weights(&apos;NAME.weights.h5&apos;) 保存权重。</translation>
    </message>
    <message>
        <source>The server of {url} refused the download (answer {status}): {by_hand}</source>
        <translation>{url} 的服务器拒绝了下载（应答 {status}）：{by_hand}</translation>
    </message>
    <message>
        <source>The connection to {host} failed.{kept} Check that this computer is online and try again: the download goes on where it stopped. Or {by_hand}</source>
        <translation>无法连接到 {host}。{kept}请确认这台电脑已联网再试：下载会从中断处继续。或者{by_hand}</translation>
    </message>
    <message>
        <source>{title} has no address to fetch weights from.</source>
        <translation>{title} 没有可供下载权重的地址。</translation>
    </message>
    <message>
        <source>{url} answered with a web page instead of the weights. If this network asks for a login in the browser, log in and try again: a download goes on where it stopped.</source>
        <translation>{url} 返回的是网页而不是权重。如果此网络需要在浏览器中登录，请登录后再试：下载会从中断处继续。</translation>
    </message>
    <message>
        <source>The publisher no longer keeps the weights at {url} (answer {status}). If you get the file elsewhere, run: flowerdesk weights add {name} FILE</source>
        <translation>发布者已不再在 {url} 提供权重（应答 {status}）。如果您从别处得到该文件，请运行：flowerdesk weights add {name} FILE</translation>
    </message>
    <message>
        <source>The server of {url} is out of order or busy (answer {status}): try again later, a download goes on where it stopped; or {by_hand}</source>
        <translation>{url} 的服务器出现故障或正忙（应答 {status}）：请稍后再试，下载会从中断处继续；或者{by_hand}</translation>
    </message>
    <message>
        <source>Another flowerdesk is downloading the weights of {title} already: wait for it to end.</source>
        <translation>另一个 flowerdesk 已在下载 {title} 的权重：请等它完成。</translation>
    </message>
    <message>
        <source>What came from {url} is not the file that its publisher describes (wrong checksum), so it was removed. Try again; if it happens twice, {by_hand}</source>
        <translation>从 {url} 得到的不是发布者所描述的文件（校验和不符），因此已删除。请再试一次；如果再次发生，{by_hand}</translation>
    </message>
    <message>
        <source>The download from {url} failed ({error}): try again later, or {by_hand}</source>
        <translation>从 {url} 下载失败（{error}）：请稍后再试，或者{by_hand}</translation>
    </message>
    <message>
        <source>{path} is not a weights file, or only the beginning of one: use a Keras .h5, a .npz, a .safetensors or the vgg16.npy file.</source>
        <translation>{path} 不是权重文件，或只有其开头部分：请使用 Keras 的 .h5、.npz、.safetensors 或 vgg16.npy 文件。</translation>
    </message>
    <message>
        <source>The weights file {path} is empty: fetch or copy it again.</source>
        <translation>权重文件 {path} 是空的：请重新下载或复制。</translation>
    </message>
    <message>
        <source>The weights file {path} holds numbers that are not finite in layer {layer}, so that every answer would be wrong: fetch or copy it again.</source>
        <translation>权重文件 {path} 的 {layer} 层中有非有限的数值，会使所有答案出错：请重新下载或复制。</translation>
    </message>
    <message>
        <source>{path} is a folder: name the weights file itself.</source>
        <translation>{path} 是文件夹：请指定权重文件本身。</translation>
    </message>
    <message>
        <source>There is no weights file {path}: check the name.</source>
        <translation>没有权重文件 {path}：请检查名称。</translation>
    </message>
    <message>
        <source>The weights file {path} cannot be opened ({reason}): check that you may read it.</source>
        <translation>无法打开权重文件 {path}（{reason}）：请确认您有读取它的权限。</translation>
    </message>
    <message>
        <source>The weights file {path} needs more memory than is free: close other programs and try again, or fetch the file again if it should be small.</source>
        <translation>权重文件 {path} 所需的内存超过了可用内存：请关闭其他程序再试；如果它本应很小，请重新下载。</translation>
    </message>
    <message>
        <source>The weights file {path} is damaged or was cut off ({error}): fetch or copy it again.</source>
        <translation>权重文件 {path} 已损坏或不完整（{error}）：请重新下载或复制。</translation>
    </message>
    <message>
        <source>{path} holds no layer with a kernel and a bias: use a file of network weights.</source>
        <translation>{path} 中没有带卷积核和偏置的层：请使用网络权重文件。</translation>
    </message>
    <message>
        <source>{path} does not say how its layers are called: open it with the program that wrote it and save the weights again with Keras 3.3 or later.</source>
        <translation>{path} 没有记录各层的名称：请用写出它的程序打开，并用 Keras 3.3 或更高版本重新保存权重。</translation>
    </message>
    <message>
        <source>The weights file {path} was refused: it asks to run {module}.{name}, which no weights need. Nothing of it was run; get the file from its publisher.</source>
        <translation>已拒绝权重文件 {path}：它要求运行 {module}.{name}，而权重并不需要这样做。其中的任何内容都没有运行；请从发布者处获取该文件。</translation>
    </message>
    <message>
        <source>{path} holds a single array: use a file with the layers of a network.</source>
        <translation>{path} 只包含一个数组：请使用包含网络各层的文件。</translation>
    </message>
    <message>
        <source>The disk has no room{amount} in {folder}: free some space and try again (a download goes on where it stopped), or set FLOWERDESK_HOME to a folder on another disk.</source>
        <translation>磁盘上 {folder} 没有足够空间{amount}：请腾出空间再试（下载会从中断处继续），或把 FLOWERDESK_HOME 设为另一磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>{file} belongs to another network: it holds no layer of {title}. Its first layer is {next}; {title} begins with {next2}.</source>
        <translation>{file} 属于另一个网络：它没有 {title} 的任何一层。它的第一层是 {next}，而 {title} 以 {next2} 开头。</translation>
    </message>
    <message>
        <source>{file} belongs to another network: its layer {name} has the shapes {shapes}, and {title} needs {expected}.</source>
        <translation>{file} 属于另一个网络：它的 {name} 层形状是 {shapes}，而 {title} 需要 {expected}。</translation>
    </message>
    <message>
        <source>The weights cannot be kept in {folder} ({reason}): make that folder writable, or set FLOWERDESK_HOME to another one.</source>
        <translation>无法把权重保存在 {folder}（{reason}）：请使该文件夹可写，或把 FLOWERDESK_HOME 设为另一个文件夹。</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>1 张照片</translation>
    </message>
    <message>
        <source>{count:,} photos</source>
        <translation>{count:,} 张照片</translation>
    </message>
    <message>
        <source>Not one of {photos} can be used; each is listed with its reason.</source>
        <translation>{photos}中没有一张可用；每一张都列出了原因。</translation>
    </message>
    <message>
        <source>No test photos are left in {project_path}. Train again to draw new ones.</source>
        <translation>{project_path} 中没有测试照片了。请重新训练以抽取新的测试照片。</translation>
    </message>
    <message>
        <source>There is no folder {folder} to watch. Check its name.</source>
        <translation>没有可监视的文件夹 {folder}。请检查名称。</translation>
    </message>
    <message>
        <source>Watching {folder}: photos that arrive now are named.</source>
        <translation>正在监视 {folder}：新到的照片会被识别。</translation>
    </message>
    <message>
        <source>This classifier was trained on numbers that {way} made of the photos, and this computer cannot make such. {problem} Or train it again here.</source>
        <translation>这个分类器是用 {way} 从照片得到的数值训练的，而这台电脑无法得到这样的数值。{problem}或者在这里重新训练。</translation>
    </message>
    <message>
        <source>{runtime} does not know the network {title}.</source>
        <translation>{runtime} 不认识网络 {title}。</translation>
    </message>
    <message>
        <source>{runtime} is not installed. Install it with: pip install &apos;flowerdesk[fast]&apos;</source>
        <translation>没有安装 {runtime}。请这样安装：pip install &apos;flowerdesk[fast]&apos;</translation>
    </message>
    <message>
        <source>{runtime} is installed but cannot be used ({error}). Install it again with: pip install --force-reinstall {package}</source>
        <translation>已安装 {runtime}，但无法使用（{error}）。请重新安装：pip install --force-reinstall {package}</translation>
    </message>
    <message>
        <source>{epochs} epochs in {seconds} s; at best {share} right on the photos it checks itself with, after batch {iteration}. In use is the last head that was not clearly worse.</source>
        <translation>{epochs} 轮，用时 {seconds} 秒；在自我检查照片上最高答对 {share}（第 {iteration} 批之后）。使用的是最后一个没有明显变差的结果。</translation>
    </message>
    <message>
        <source>The project {path} has no trained classifier yet. Train one first with: flowerdesk train PHOTOS --project FILE</source>
        <translation>项目 {path} 还没有训练好的分类器。请先训练：flowerdesk train PHOTOS --project FILE</translation>
    </message>
    <message>
        <source>Looking with {because}, at layer {name}.</source>
        <translation>正在用{because}查看，取 {name} 层。</translation>
    </message>
    <message>
        <source>The project {project_path} has no photos yet. Add some with: flowerdesk train PHOTOS --project {project_path}</source>
        <translation>项目 {project_path} 还没有照片。请运行：flowerdesk train PHOTOS --project {project_path}</translation>
    </message>
    <message>
        <source>{photos} cannot be found in {folder} any more; the labels are kept in case they come back.</source>
        <translation>在 {folder} 中再也找不到 {photos}；它们的标签会保留，以备照片回来。</translation>
    </message>
    <message>
        <source>Left out {photos} beside the label folders, for want of a label. Move them into one.</source>
        <translation>标签文件夹之外的 {photos}因为没有标签而未参与。请把它们移进某个标签文件夹。</translation>
    </message>
    <message>
        <source>{first} and {second} are the same photo with two labels; the first counts.</source>
        <translation>{first} 和 {second} 是同一张照片，却有两个标签；以第一个为准。</translation>
    </message>
    <message>
        <source>The project {project_path} has no feature vectors yet. Make them first with: flowerdesk extract {project_path}</source>
        <translation>项目 {project_path} 还没有特征向量。请先运行：flowerdesk extract {project_path}</translation>
    </message>
    <message>
        <source>The copies cannot go into {folder}, which is inside {path}. Name a folder outside of it.</source>
        <translation>副本不能放进 {folder}，因为它在 {path} 里面。请指定外面的文件夹。</translation>
    </message>
    <message>
        <source>it was stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Something went wrong inside flowerdesk ({kind}: {error}).</source>
        <translation>flowerdesk 内部出错（{kind}: {error}）。</translation>
    </message>
    <message>
        <source>There is not enough memory. Close other programs and try again.</source>
        <translation>内存不足。请关闭其他程序再试。</translation>
    </message>
    <message>
        <source>The process that does the work was ended by the system, most often because the memory ran out. What was done before is saved; start again and it goes on where it stopped.</source>
        <translation>负责工作的进程被系统结束了，多半是因为内存不足。此前完成的都已保存；再次开始即可从中断处继续。</translation>
    </message>
    <message>
        <source>The process that does the work ended unexpectedly (exit code {code}). What was done before is saved; start again and it goes on where it stopped.</source>
        <translation>负责工作的进程意外结束（退出码 {code}）。此前完成的都已保存；再次开始即可从中断处继续。</translation>
    </message>
</context>
<context>
    <name>CountModel</name>
    <message numerus="yes">
        <source>{name}: %Ln photo(s)</source>
        <translation>
            <numerusform>{name}：%Ln 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>{text}, chosen</source>
        <translation>{text}，已选中</translation>
    </message>
</context>
<context>
    <name>CourseCard</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Hidden layers, epochs and more, for those who want to try</source>
        <translation>隐藏层、轮数等，供想尝试的人使用</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End now, with the best that was reached so far</source>
        <translation>现在结束，保留目前最好的结果</translation>
    </message>
    <message>
        <source>Epochs that were learned</source>
        <translation>已学习的轮数</translation>
    </message>
    <message>
        <source>2 · Learn the labels</source>
        <translation>2 · 学习标签</translation>
    </message>
    <message>
        <source>Nothing is learned yet. When the photos have been looked at, learning their labels takes seconds; then you see here how often it is right.</source>
        <translation>还没有学习。查看完照片后，学习标签只需几秒钟；之后这里会显示它的正确率。</translation>
    </message>
    <message>
        <source>right on photos it has never seen</source>
        <translation>在从未见过的照片上的正确率</translation>
    </message>
    <message>
        <source>comes after looking at the photos</source>
        <translation>在查看照片之后进行</translation>
    </message>
    <message numerus="yes">
        <source>%Ln epoch(s)</source>
        <translation>
            <numerusform>%Ln 轮</numerusform>
        </translation>
    </message>
    <message>
        <source>right on the photos it checks itself with</source>
        <translation>在自我检查照片上的正确率</translation>
    </message>
    <message>
        <source>epoch {number} of {all}</source>
        <translation>第 {number} 轮，共 {all} 轮</translation>
    </message>
    <message>
        <source>loss {number}</source>
        <translation>损失 {number}</translation>
    </message>
</context>
<context>
    <name>CrashReport</name>
    <message>
        <source>Something went wrong in flowerdesk</source>
        <translation>flowerdesk 出错了</translation>
    </message>
    <message>
        <source>This should not have happened. Everything up to now is saved, and you can go on working. If it happens again, please send the text below to the makers.</source>
        <translation>这本不该发生。到目前为止的一切都已保存，您可以继续工作。如果再次发生，请把下面的文字发给开发者。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>What happened, in technical terms</source>
        <translation>发生了什么（技术细节）</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the whole text</source>
        <translation>复制全部文字</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Close this report</source>
        <translation>关闭这份报告</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Drop a folder of photos here</source>
        <translation>把照片文件夹拖到这里</translation>
    </message>
    <message>
        <source>It should hold one folder for each kind, named after it. Your photos stay where they are and are never changed.</source>
        <translation>其中每一类照片各放一个以类别命名的文件夹。您的照片留在原处，绝不会被改动。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹……</translation>
    </message>
    <message>
        <source>Choose the folder of photos</source>
        <translation>选择照片文件夹</translation>
    </message>
    <message>
        <source>Looking through the folder …</source>
        <translation>正在浏览文件夹……</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Show all photos</source>
        <translation>显示所有照片</translation>
    </message>
    <message>
        <source>Take every search and filter away</source>
        <translation>清除所有搜索和筛选</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>添加照片……</translation>
    </message>
    <message>
        <source>Add photos from anywhere; they stay where they are</source>
        <translation>从任何地方添加照片；它们留在原处</translation>
    </message>
    <message>
        <source>No such photos</source>
        <translation>没有这样的照片</translation>
    </message>
    <message>
        <source>No photo has all of what you chose. Take something away, or show all.</source>
        <translation>没有照片符合您选择的全部条件。请减少条件，或显示全部。</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>还没有照片</translation>
    </message>
    <message>
        <source>Drop photos or a folder of photos here, or onto a label on the left.</source>
        <translation>把照片或照片文件夹拖到这里，或拖到左侧的标签上。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the classifier</source>
        <translation>导出分类器</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Folder of the export</source>
        <translation>导出文件夹</translation>
    </message>
    <message>
        <source>A new folder for the model and an example program</source>
        <translation>存放模型和示例程序的新文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择……</translation>
    </message>
    <message>
        <source>Choose where the new folder goes</source>
        <translation>选择新文件夹的位置</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Open the export in the file manager</source>
        <translation>在文件管理器中打开导出结果</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this dialog (Esc)</source>
        <translation>关闭此对话框 (Esc)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop; nothing is left of the export</source>
        <translation>停止；不会留下任何导出内容</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Write it, and prove that it answers alike</source>
        <translation>写出来，并证明它的回答相同</translation>
    </message>
    <message>
        <source>Needs what is not installed here: {packages}</source>
        <translation>需要这里没有安装的软件包：{packages}</translation>
    </message>
    <message>
        <source>For use in other programs. What is written is read again by its own runtime and must answer as flowerdesk does, for every test photo; else nothing is kept.</source>
        <translation>供其他程序使用。写出的内容会由其自己的运行环境重新读取，对每张测试照片的回答都必须与 flowerdesk 相同；否则什么都不保留。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Where shall the new folder go?</source>
        <translation>新文件夹放在哪里？</translation>
    </message>
    <message>
        <source>There is an export already</source>
        <translation>那里已有导出结果</translation>
    </message>
    <message>
        <source>Replace the export in {folder}?</source>
        <translation>要替换 {folder} 中的导出结果吗？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Waking the network…</source>
        <translation>正在唤醒网络……</translation>
    </message>
    <message>
        <source>Asking flowerdesk about the test photos…</source>
        <translation>正在让 flowerdesk 识别测试照片……</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入……</translation>
    </message>
    <message>
        <source>Asking the export about the same photos…</source>
        <translation>正在让导出结果识别同样的照片……</translation>
    </message>
    <message>
        <source>Done, {size} MB. Read again by {runtime}, it answers as flowerdesk does for {photos}; no probability differs by more than {difference}.</source>
        <translation>完成，{size} MB。由 {runtime} 重新读取后，它对{photos}的回答与 flowerdesk 相同；概率相差不超过 {difference}。</translation>
    </message>
</context>
<context>
    <name>HeadSettingsForm</name>
    <message>
        <source>as they are</source>
        <translation>按原样</translation>
    </message>
    <message>
        <source>all labels alike</source>
        <translation>所有标签同等</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Put all settings back to what suits most photos</source>
        <translation>把所有设置恢复为适合大多数照片的值</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>How many neurons sit between what the network saw and the labels: one number for each layer, such as 512, 128. None at all learns the simplest rule.</source>
        <translation>网络所见与标签之间有多少神经元：每层一个数字，例如 512, 128。不设隐藏层则学习最简单的规则。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>How many times all photos are gone through.</source>
        <translation>把所有照片过多少遍。</translation>
    </message>
    <message>
        <source>Batches in an epoch</source>
        <translation>每轮批数</translation>
    </message>
    <message>
        <source>Into how many heaps the photos are dealt out; the head is mended after each. More learn faster, and less evenly.</source>
        <translation>把照片分成多少批；每批之后修正一次分类头。批数越多学得越快，但越不平稳。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>How far each mending goes. Too much, and the loss jumps about; too little, and it takes forever.</source>
        <translation>每次修正的幅度。太大则损失来回跳动，太小则要学很久。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>The share of neurons that are left out at random, so that the head does not learn photos by heart. 0 leaves none out.</source>
        <translation>随机略去的神经元比例，避免分类头死记照片。0 表示不略去。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>How strongly large weights are pulled towards 0, so that the head keeps to simple rules. 0 does not pull.</source>
        <translation>把较大的权重拉向 0 的强度，使分类头保持简单的规则。0 表示不拉。</translation>
    </message>
    <message>
        <source>Stop early after</source>
        <translation>提前停止于</translation>
    </message>
    <message>
        <source>Ends when that many epochs have brought nothing better on the photos it checks itself with. Empty never ends early.</source>
        <translation>当连续这么多轮在自我检查照片上没有进步时结束。留空则从不提前结束。</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The start of all chance: the same number gives the same result, another one draws other photos to check and test with.</source>
        <translation>一切随机性的起点：相同的数字得到相同的结果，不同的数字会抽取不同的检查和测试照片。</translation>
    </message>
    <message>
        <source>A whole number from {least} to {most}</source>
        <translation>{least} 到 {most} 之间的整数</translation>
    </message>
    <message>
        <source>above {number}</source>
        <translation>大于 {number}</translation>
    </message>
    <message>
        <source>at least {number}</source>
        <translation>不小于 {number}</translation>
    </message>
    <message>
        <source>below {number}</source>
        <translation>小于 {number}</translation>
    </message>
    <message>
        <source>at most {number}</source>
        <translation>不大于 {number}</translation>
    </message>
    <message>
        <source>A number {limits}</source>
        <translation>一个{limits}的数</translation>
    </message>
    <message>
        <source>A whole number of epochs, or nothing</source>
        <translation>整数轮数，或留空</translation>
    </message>
    <message>
        <source>Up to {layers} numbers from 1 to {most}, such as 512, 128</source>
        <translation>最多 {layers} 个 1 到 {most} 之间的数字，例如 512, 128</translation>
    </message>
    <message>
        <source>Settings for learning</source>
        <translation>学习设置</translation>
    </message>
    <message>
        <source>Weight of photos</source>
        <translation>照片的权重</translation>
    </message>
    <message>
        <source>Whether a label with few photos counts as much as one with many.</source>
        <translation>照片少的标签是否与照片多的标签同等重要。</translation>
    </message>
    <message>
        <source>Standardise</source>
        <translation>标准化</translation>
    </message>
    <message>
        <source>Brings everything that the network saw to one scale before it is learned, which makes learning faster and surer.</source>
        <translation>学习之前把网络所见统一到同一尺度，使学习更快更稳。</translation>
    </message>
</context>
<context>
    <name>HeaderButtons</name>
    <message>
        <source>Look and learn</source>
        <translation>查看并学习</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop looking for now; what was looked at is kept</source>
        <translation>暂时停止查看；已查看的会保留</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on where it was paused</source>
        <translation>从暂停处继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop; everything that was done is kept</source>
        <translation>停止；已完成的都会保留</translation>
    </message>
    <message>
        <source>Look at all photos that are new, then learn their labels</source>
        <translation>查看所有新照片，然后学习它们的标签</translation>
    </message>
    <message>
        <source>Learn again</source>
        <translation>重新学习</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Learn the labels of all photos; that takes seconds</source>
        <translation>学习所有照片的标签；只需几秒钟</translation>
    </message>
    <message>
        <source>Fresh test photos</source>
        <translation>更换测试照片</translation>
    </message>
    <message>
        <source>Learn the labels as they are now, with the settings of the run in use</source>
        <translation>按现在的标签重新学习，设置与正在使用的记录相同</translation>
    </message>
    <message>
        <source>Draw other test photos and learn again: a fair score after many labels were mended</source>
        <translation>另抽一批测试照片并重新学习：更正过许多标签之后，这样得到的成绩才公平</translation>
    </message>
    <message>
        <source>Your folder itself says which photos are for the test</source>
        <translation>您的文件夹本身已经规定了哪些照片用于测试</translation>
    </message>
    <message>
        <source>Learning…</source>
        <translation>正在学习……</translation>
    </message>
    <message>
        <source>Not while work goes on</source>
        <translation>工作进行时不能更改</translation>
    </message>
    <message>
        <source>There is no run yet: learn your photos first</source>
        <translation>还没有学习记录：请先学习您的照片</translation>
    </message>
</context>
<context>
    <name>HeatBar</name>
    <message>
        <source>Show what spoke for</source>
        <translation>显示支持以下标签的地方</translation>
    </message>
    <message>
        <source>Light up the places of the photo that spoke for a label (Grad-CAM)</source>
        <translation>照亮照片中支持某个标签的地方（Grad-CAM）</translation>
    </message>
    <message>
        <source>Label to explain</source>
        <translation>要解释的标签</translation>
    </message>
    <message>
        <source>The label: also one that the answer was not</source>
        <translation>标签：也可以选择并非答案的标签</translation>
    </message>
    <message>
        <source>Strength of the heat</source>
        <translation>热图的强度</translation>
    </message>
    <message>
        <source>How strongly the heat covers the photo</source>
        <translation>热图覆盖照片的强度</translation>
    </message>
    <message>
        <source>How it is found out</source>
        <translation>查明的方式</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>most</source>
        <translation>最强</translation>
    </message>
    <message>
        <source>Places that were hidden</source>
        <translation>已遮住的地方</translation>
    </message>
    <message>
        <source>last layer</source>
        <translation>最后一层</translation>
    </message>
    <message>
        <source>second opinion</source>
        <translation>第二意见</translation>
    </message>
    <message>
        <source>Nothing here spoke for “{label}”.</source>
        <translation>这里没有任何地方支持“{label}”。</translation>
    </message>
    <message>
        <source>Hides each place of the photo in turn and looks how much less sure the answer becomes. Slower, and asks nothing of the network but answers.</source>
        <translation>依次遮住照片的每个地方，看答案的把握下降多少。较慢，而且只需要网络的答案。</translation>
    </message>
    <message>
        <source>Weighs what a layer of the network responded to by how much it raised the label. The last layer knows things best, earlier ones see finer.</source>
        <translation>按照对标签的提升程度，加权网络某一层的反应。最后一层最懂事物，较早的层看得更细。</translation>
    </message>
</context>
<context>
    <name>HoverCard</name>
    <message>
        <source>It cannot be shown</source>
        <translation>无法显示</translation>
    </message>
    <message>
        <source>taken for {label}</source>
        <translation>被认作{label}</translation>
    </message>
</context>
<context>
    <name>LabelBox</name>
    <message>
        <source>Label of the selected photos</source>
        <translation>所选照片的标签</translation>
    </message>
    <message>
        <source>New label…</source>
        <translation>新标签……</translation>
    </message>
</context>
<context>
    <name>LabelList</name>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>所有照片</translation>
    </message>
    <message>
        <source>Show the photos of all labels</source>
        <translation>显示所有标签的照片</translation>
    </message>
    <message>
        <source>Press {key} to give selected photos this label</source>
        <translation>按 {key} 给所选照片加上这个标签</translation>
    </message>
    <message>
        <source>Drop photos here; right-click to rename or merge</source>
        <translation>可把照片拖到这里；右键单击可重命名或合并</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名……</translation>
    </message>
    <message>
        <source>Merge into another label…</source>
        <translation>并入另一个标签……</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>LabelScores</name>
    <message>
        <source>Scores of each label</source>
        <translation>各标签的成绩</translation>
    </message>
    <message>
        <source>{percent} of your photos of it are recognised (recall)</source>
        <translation>该标签的照片中有 {percent} 被认出（召回率）</translation>
    </message>
    <message>
        <source>when the answer is this label, {percent} are right (precision)</source>
        <translation>回答为该标签时，有 {percent} 是正确的（精确率）</translation>
    </message>
    <message>
        <source>recognised</source>
        <translation>被认出</translation>
    </message>
    <message>
        <source>right when said</source>
        <translation>回答可靠</translation>
    </message>
</context>
<context>
    <name>Learn</name>
    <message>
        <source>{rate} photos a second</source>
        <translation>每秒 {rate} 张照片</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>Run {number}</source>
        <translation>第 {number} 次学习</translation>
    </message>
    <message>
        <source>no hidden layer</source>
        <translation>无隐藏层</translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n 轮</numerusform>
        </translation>
    </message>
    <message>
        <source>dropout {value}</source>
        <translation>dropout {value}</translation>
    </message>
    <message>
        <source>decay {value}</source>
        <translation>衰减 {value}</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>not standardised</source>
        <translation>未标准化</translation>
    </message>
    <message>
        <source>Too few photos to set some apart, so that nobody knows how good it is.</source>
        <translation>照片太少，无法留出一部分用于测试，所以无从知道它有多准。</translation>
    </message>
    <message numerus="yes">
        <source>About {right} of 100 right — between {low} and {high} — measured on %Ln photo(s) it has never seen.</source>
        <translation>
            <numerusform>每 100 张约对 {right} 张（{low} 到 {high} 之间），在 %Ln 张它从未见过的照片上测得。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LearnPage</name>
    <message>
        <source>Learning now</source>
        <translation>正在学习</translation>
    </message>
    <message>
        <source>Not while work goes on</source>
        <translation>工作进行时不能更改</translation>
    </message>
    <message>
        <source>There are no photos yet: add some on the page Photos</source>
        <translation>还没有照片：请在“照片”页添加</translation>
    </message>
    <message>
        <source>All photos have one label: give some of them another one</source>
        <translation>所有照片只有一个标签：请给其中一些换一个标签</translation>
    </message>
    <message>
        <source>This project is open read-only; nothing can be changed here</source>
        <translation>此项目以只读方式打开，这里不能做任何更改</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Show the points of every colour again</source>
        <translation>重新显示所有颜色的点</translation>
    </message>
</context>
<context>
    <name>LegendRow</name>
    <message>
        <source>Show these points again</source>
        <translation>重新显示这些点</translation>
    </message>
    <message>
        <source>Hide these points</source>
        <translation>隐藏这些点</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已显示</translation>
    </message>
</context>
<context>
    <name>Lightbox</name>
    <message>
        <source>Photo, large</source>
        <translation>大图</translation>
    </message>
    <message>
        <source>The photo before (Left)</source>
        <translation>上一张照片（左方向键）</translation>
    </message>
    <message>
        <source>The next photo (Right)</source>
        <translation>下一张照片（右方向键）</translation>
    </message>
    <message>
        <source>See what the network sees (E)</source>
        <translation>查看网络看到了什么（E）</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 张，共 {count} 张</translation>
    </message>
</context>
<context>
    <name>ListsCard</name>
    <message>
        <source>Lists of suspicious photos</source>
        <translation>可疑照片的列表</translation>
    </message>
    <message>
        <source>Go to Learn</source>
        <translation>前往“学习”</translation>
    </message>
    <message>
        <source>Show the page where the network looks at the photos</source>
        <translation>显示让网络看照片的页面</translation>
    </message>
    <message>
        <source>Worth a second look</source>
        <translation>值得再看一眼</translation>
    </message>
</context>
<context>
    <name>LivePlot</name>
    <message>
        <source>How loss and accuracy went, epoch by epoch</source>
        <translation>损失和正确率逐轮的变化</translation>
    </message>
    <message>
        <source>Nothing is learned yet.</source>
        <translation>还没有学习。</translation>
    </message>
    <message>
        <source>best {percent}</source>
        <translation>最佳 {percent}</translation>
    </message>
    <message>
        <source>The best validation accuracy was {percent}, at epoch {epoch}.</source>
        <translation>最佳验证正确率为 {percent}，在第 {epoch} 轮。</translation>
    </message>
    <message>
        <source>epoch {number}</source>
        <translation>第 {number} 轮</translation>
    </message>
    <message>
        <source>loss {number}</source>
        <translation>损失 {number}</translation>
    </message>
    <message>
        <source>{percent} right</source>
        <translation>正确 {percent}</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>right on check photos</source>
        <translation>检查照片正确率</translation>
    </message>
</context>
<context>
    <name>LookingCard</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop looking for now; what was looked at is kept</source>
        <translation>暂时停止查看；已查看的会保留</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop; what was looked at is kept</source>
        <translation>停止；已查看的会保留</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>添加照片……</translation>
    </message>
    <message>
        <source>Go to the page of the photos</source>
        <translation>转到照片页</translation>
    </message>
    <message>
        <source>List the photos that were left out, and why</source>
        <translation>列出未参与的照片及原因</translation>
    </message>
    <message>
        <source>Photos that were looked at</source>
        <translation>已查看的照片</translation>
    </message>
    <message>
        <source>1 · Look at the photos</source>
        <translation>1 · 查看照片</translation>
    </message>
    <message>
        <source>of {photos} looked at</source>
        <translation>/ {photos}已查看</translation>
    </message>
    <message>
        <source>There are no photos yet. Add some first.</source>
        <translation>还没有照片。请先添加。</translation>
    </message>
    <message>
        <source>Nothing is left to look at.</source>
        <translation>所有照片都已查看。</translation>
    </message>
    <message>
        <source>Only new ones will be looked at.</source>
        <translation>只会查看新照片。</translation>
    </message>
    <message>
        <source>Each photo is looked at once; that is kept.</source>
        <translation>每张照片只查看一次，结果会保留。</translation>
    </message>
    <message>
        <source>trying what is fastest on this computer</source>
        <translation>正在试验哪种方式在这台电脑上最快</translation>
    </message>
    <message>
        <source>Once only: {way}</source>
        <translation>只需一次：{way}</translation>
    </message>
    <message>
        <source>waking the network</source>
        <translation>正在唤醒网络</translation>
    </message>
    <message>
        <source>This takes some seconds the first time.</source>
        <translation>第一次需要几秒钟。</translation>
    </message>
    <message>
        <source>of {photos}</source>
        <translation>/ {photos}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>reading the first photos …</source>
        <translation>正在读取最初的照片……</translation>
    </message>
    <message numerus="yes">
        <source>%Ln skipped</source>
        <translation>
            <numerusform>跳过 %Ln 张</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>This project is open read-only: another window has it open, or its file may not be written. You can look and name photos; nothing can be changed here.</source>
        <translation>此项目以只读方式打开：另一个窗口已打开它，或它的文件不可写。您可以浏览和识别照片，但这里不能做任何更改。</translation>
    </message>
    <message>
        <source>What takes part; photos that you left out do not count</source>
        <translation>参与的照片和标签；您排除的照片不计在内</translation>
    </message>
    <message>
        <source>The network that turned your photos into numbers, and which of its layers</source>
        <translation>把您的照片变成数值的网络，以及所取的层</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Look through your photos and mend their labels (Ctrl+1)</source>
        <translation>浏览照片并更正标签 (Ctrl+1)</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Look at all photos and learn their labels (Ctrl+2)</source>
        <translation>查看所有照片并学习标签 (Ctrl+2)</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>See how good the answers are and where they go wrong (Ctrl+3)</source>
        <translation>查看回答有多准确、错在哪里 (Ctrl+3)</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>识别</translation>
    </message>
    <message>
        <source>Name new photos (Ctrl+4)</source>
        <translation>识别新照片 (Ctrl+4)</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Open another project, or make one (Ctrl+N)</source>
        <translation>打开另一个项目，或新建项目 (Ctrl+N)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Language and appearance (Ctrl+,)</source>
        <translation>语言和外观 (Ctrl+,)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Work is going on</source>
        <translation>工作正在进行</translation>
    </message>
    <message>
        <source>flowerdesk is still looking at your photos. What is done is saved, and the rest goes on the next time.</source>
        <translation>flowerdesk 仍在查看您的照片。已完成的都已保存，其余的下次继续。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Go on working</source>
        <translation>继续工作</translation>
    </message>
</context>
<context>
    <name>ManyPhotos</name>
    <message>
        <source>One photo</source>
        <translation>单张照片</translation>
    </message>
    <message>
        <source>Go back to the photo and its bars (Esc)</source>
        <translation>返回单张照片 (Esc)</translation>
    </message>
    <message>
        <source>Search names</source>
        <translation>搜索文件名</translation>
    </message>
    <message>
        <source>Search photos by name</source>
        <translation>按名称搜索照片</translation>
    </message>
    <message>
        <source>Show photos with these letters in their names (Ctrl+F)</source>
        <translation>显示名称中含有这些文字的照片 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Which label is shown</source>
        <translation>显示哪个标签</translation>
    </message>
    <message>
        <source>Show photos of one label</source>
        <translation>显示一个标签的照片</translation>
    </message>
    <message>
        <source>Only unsure, below</source>
        <translation>仅不确定的，低于</translation>
    </message>
    <message>
        <source>Show photos whose label is less likely than this</source>
        <translation>显示标签可能性低于此值的照片</translation>
    </message>
    <message>
        <source>Percent below which an answer is unsure</source>
        <translation>低于此百分比的答案视为不确定</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出……</translation>
    </message>
    <message>
        <source>Save the photos that are shown as a CSV file (Ctrl+S)</source>
        <translation>把显示的照片保存为 CSV 文件 (Ctrl+S)</translation>
    </message>
    <message>
        <source>Naming the photos</source>
        <translation>正在识别照片</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Name no more photos; the answers that are here stay</source>
        <translation>不再识别更多照片；已有的答案会保留</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>Waking the network …</source>
        <translation>正在唤醒网络……</translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>所有标签</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message numerus="yes">
        <source>%Ln shown</source>
        <translation>
            <numerusform>显示 %Ln 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>{file} could not be written. Choose another place for it.</source>
        <translation>无法写入 {file}。请另选位置。</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>Not tested</source>
        <translation>未测试</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Not divided yet</source>
        <translation>尚未划分</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>A colour for each label that you gave</source>
        <translation>您给出的每个标签一种颜色</translation>
    </message>
    <message>
        <source>Right or wrong</source>
        <translation>对与错</translation>
    </message>
    <message>
        <source>How the run in use answered on the photos of the final test</source>
        <translation>当前使用的训练对最终测试照片的回答</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Which photos are learned from, checked with and tested with</source>
        <translation>哪些照片用于学习、检查和测试</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>重新绘制</translation>
    </message>
    <message>
        <source>The map is being drawn</source>
        <translation>正在绘制地图</translation>
    </message>
    <message>
        <source>The network has to look at the photos first</source>
        <translation>网络需要先看过这些照片</translation>
    </message>
    <message>
        <source>Draw the map anew, with the photos that came since</source>
        <translation>重新绘制地图，包括后来加入的照片</translation>
    </message>
    <message>
        <source>Look closely</source>
        <translation>仔细查看</translation>
    </message>
    <message>
        <source>Similar photos…</source>
        <translation>相似照片……</translation>
    </message>
    <message>
        <source>Show in Photos</source>
        <translation>在“照片”中显示</translation>
    </message>
    <message>
        <source>Finding what differs most …</source>
        <translation>正在寻找差异最大的方向……</translation>
    </message>
    <message>
        <source>Finding each photo&apos;s neighbours …</source>
        <translation>正在寻找每张照片的近邻……</translation>
    </message>
    <message>
        <source>Moving neighbours together …</source>
        <translation>正在把近邻移到一起……</translation>
    </message>
    <message>
        <source>Getting ready …</source>
        <translation>正在准备……</translation>
    </message>
    <message>
        <source>The project is open read-only: no map can be kept in it</source>
        <translation>项目以只读方式打开：无法在其中保存地图</translation>
    </message>
    <message>
        <source>Once the network has looked at your photos, you see all of them here as points: those that look alike to it lie together.</source>
        <translation>网络看过您的照片后，所有照片都会以点的形式显示在这里：在它看来相似的照片会靠在一起。</translation>
    </message>
    <message>
        <source>No map is drawn. “Draw again” draws it.</source>
        <translation>还没有绘制地图。点“重新绘制”即可绘制。</translation>
    </message>
</context>
<context>
    <name>MapToolbar</name>
    <message>
        <source>What the colours mean</source>
        <translation>颜色的含义</translation>
    </message>
    <message>
        <source>What the colours of the points mean</source>
        <translation>各点颜色的含义</translation>
    </message>
    <message>
        <source>How the photos are arranged</source>
        <translation>照片的排列方式</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>近邻</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Neighbours: photos that look alike to the network lie together; distances across the map mean little (t-SNE).
Overview: the two directions in which the photos differ most; distances keep their meaning (PCA).</source>
        <translation>近邻：在网络看来相似的照片靠在一起；地图上的远距离没有多少含义（t-SNE）。
概览：照片差异最大的两个方向；距离保持其含义（PCA）。</translation>
    </message>
    <message>
        <source>Draw a line around points to select them (L)</source>
        <translation>圈出一些点来选中它们（L）</translation>
    </message>
    <message>
        <source>Closer (+)</source>
        <translation>放大（+）</translation>
    </message>
    <message>
        <source>Farther (-)</source>
        <translation>缩小（-）</translation>
    </message>
    <message>
        <source>Show all of the map (0)</source>
        <translation>显示整张地图（0）</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Arranged by</source>
        <translation>排列方式</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map of all photos</source>
        <translation>所有照片的地图</translation>
    </message>
</context>
<context>
    <name>MatrixView</name>
    <message>
        <source>What was taken for what</source>
        <translation>什么被认成了什么</translation>
    </message>
    <message>
        <source>Rows are your labels, columns the answers; the arrow keys walk from cell to cell</source>
        <translation>行是您的标签，列是回答；用方向键在格子间移动</translation>
    </message>
    <message>
        <source>Choose a cell with the arrow keys or a click to see its photos</source>
        <translation>用方向键或单击选择一个格子，查看其中的照片</translation>
    </message>
</context>
<context>
    <name>MeasureRow</name>
    <message>
        <source>Measure on this computer</source>
        <translation>在这台电脑上测量</translation>
    </message>
    <message>
        <source>Look at photos for some seconds in every way that this computer can compute: how fast it is, how much memory it takes, and whether the numbers agree</source>
        <translation>用这台电脑能用的每种计算方式各查看几秒照片：速度多快、占用多少内存、数值是否一致</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop; what was measured is kept</source>
        <translation>停止；已测量的结果会保留</translation>
    </message>
    <message>
        <source>How much was measured</source>
        <translation>测量进度</translation>
    </message>
    <message>
        <source>getting ready …</source>
        <translation>正在准备……</translation>
    </message>
</context>
<context>
    <name>MistakesPage</name>
    <message>
        <source>Where it goes wrong</source>
        <translation>错在哪里</translation>
    </message>
    <message>
        <source>columns: what it answered · rows: what you said</source>
        <translation>列：它的回答 · 行：您的标签</translation>
    </message>
    <message>
        <source>Right now, wrong before</source>
        <translation>现在对，之前错</translation>
    </message>
    <message>
        <source>Wrong now, right before</source>
        <translation>现在错，之前对</translation>
    </message>
</context>
<context>
    <name>NetworkCard</name>
    <message>
        <source>Compare networks…</source>
        <translation>比较网络……</translation>
    </message>
    <message>
        <source>All networks and layers, with their size, licence and speed here</source>
        <translation>所有网络和层，以及它们的大小、许可和在此处的速度</translation>
    </message>
    <message>
        <source>Network that looks at the photos</source>
        <translation>查看照片的网络</translation>
    </message>
    <message>
        <source>Looking for the networks on this computer …</source>
        <translation>正在寻找这台电脑上的网络……</translation>
    </message>
    <message>
        <source>{network} is unknown to this version of flowerdesk.</source>
        <translation>这个版本的 flowerdesk 不认识 {network}。</translation>
    </message>
    <message>
        <source>Compare the networks and choose one of them.</source>
        <translation>请比较各个网络并选择其中一个。</translation>
    </message>
    <message>
        <source>{network}, layer {layer} ({numbers} numbers a photo)</source>
        <translation>{network}，{layer} 层（每张照片 {numbers} 个数）</translation>
    </message>
    <message>
        <source>computed by {runtime} in {precision}</source>
        <translation>由 {runtime} 以 {precision} 计算</translation>
    </message>
    <message>
        <source>The weights that are here end before {layer}. Compare the networks to choose a layer that they reach, or get all the weights:</source>
        <translation>现有的权重不到 {layer} 就结束了。请在比较网络中选择它们能到达的层，或获取全部权重：</translation>
    </message>
    <message>
        <source>The weights of {network} are not on this computer. Nothing is fetched unless you ask for it:</source>
        <translation>这台电脑上没有 {network} 的权重。没有您的要求不会下载任何东西：</translation>
    </message>
    <message>
        <source>weights not here yet</source>
        <translation>权重尚未就绪</translation>
    </message>
    <message>
        <source>comes with flowerdesk</source>
        <translation>随 flowerdesk 附带</translation>
    </message>
    <message>
        <source>weights on this computer</source>
        <translation>权重已在这台电脑上</translation>
    </message>
    <message>
        <source>every photo was looked at with it</source>
        <translation>所有照片都已用它查看</translation>
    </message>
    <message>
        <source>{time} for {photos}, as measured</source>
        <translation>{photos}需 {time}（实测）</translation>
    </message>
    <message>
        <source>about {time} for {photos}</source>
        <translation>{photos}约需 {time}</translation>
    </message>
    <message>
        <source>chosen because it needs no download</source>
        <translation>选择它是因为无需下载</translation>
    </message>
    <message>
        <source>chosen because its weights are here</source>
        <translation>选择它是因为权重已就绪</translation>
    </message>
</context>
<context>
    <name>NetworksDialog</name>
    <message>
        <source>Compare networks</source>
        <translation>比较网络</translation>
    </message>
    <message>
        <source>Network and layer</source>
        <translation>网络和层</translation>
    </message>
    <message>
        <source>Numbers a photo</source>
        <translation>每张照片的数值</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Time for this project</source>
        <translation>此项目所需时间</translation>
    </message>
    <message>
        <source>Networks and their layers</source>
        <translation>网络及其各层</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>使用这个</translation>
    </message>
    <message>
        <source>Look at the photos with it from now on</source>
        <translation>今后用它查看照片</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Keep the network as it is (Esc)</source>
        <translation>网络保持不变 (Esc)</translation>
    </message>
    <message>
        <source>A network turns each photo into numbers; learning starts from these. Deeper layers see more of what a photo shows, and take longer.</source>
        <translation>网络把每张照片变成数值，学习就从这些数值开始。越深的层越能看出照片的内容，但耗时也越长。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>The best network whose weights are here</source>
        <translation>权重已就绪的最佳网络</translation>
    </message>
    <message>
        <source>not in these weights</source>
        <translation>这些权重中没有</translation>
    </message>
    <message>
        <source>Takes the best network whose weights are on this computer.</source>
        <translation>使用这台电脑上有权重的最佳网络。</translation>
    </message>
    <message>
        <source>A way of computing the same numbers, tried on this computer before.</source>
        <translation>计算同样数值的一种方式，此前在这台电脑上试过。</translation>
    </message>
    <message>
        <source>{size} of memory</source>
        <translation>内存 {size}</translation>
    </message>
    <message>
        <source>agrees with float32: cosine {cosine}, {neighbours} same nearest</source>
        <translation>与 float32 的一致程度：余弦 {cosine}，最近照片相同 {neighbours}</translation>
    </message>
</context>
<context>
    <name>NoMap</name>
    <message>
        <source>No map yet</source>
        <translation>还没有地图</translation>
    </message>
    <message>
        <source>Go to Learn</source>
        <translation>前往“学习”</translation>
    </message>
    <message>
        <source>Show the page where the network looks at the photos</source>
        <translation>显示让网络看照片的页面</translation>
    </message>
    <message>
        <source>Getting the map …</source>
        <translation>正在读取地图……</translation>
    </message>
</context>
<context>
    <name>Note</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Copy what happened, to send it to somebody</source>
        <translation>复制发生的情况，以便发给别人</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Put this message away</source>
        <translation>收起这条消息</translation>
    </message>
</context>
<context>
    <name>NothingLearned</name>
    <message>
        <source>flowerdesk names new photos once it has learned from yours. That is one button on the Learn page; then drop a photo here.</source>
        <translation>flowerdesk 从您的照片学习之后才能识别新照片。只需在“学习”页按一个按钮，然后把照片拖到这里。</translation>
    </message>
    <message>
        <source>Go to Learn</source>
        <translation>转到“学习”</translation>
    </message>
    <message>
        <source>Show the page where the photos are learned</source>
        <translation>显示学习照片的页面</translation>
    </message>
    <message>
        <source>Nothing learned yet</source>
        <translation>还没有学习</translation>
    </message>
</context>
<context>
    <name>NothingSearched</name>
    <message>
        <source>Photos worth a second look</source>
        <translation>值得再看一眼的照片</translation>
    </message>
    <message>
        <source>Look for suspicious photos</source>
        <translation>查找可疑照片</translation>
    </message>
    <message>
        <source>Go to Learn</source>
        <translation>前往“学习”</translation>
    </message>
    <message>
        <source>Show the page where the network looks at the photos</source>
        <translation>显示让网络看照片的页面</translation>
    </message>
    <message>
        <source>Reading the lists …</source>
        <translation>正在读取列表……</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>正在查找……</translation>
    </message>
    <message>
        <source>Labels that may be wrong, pictures that are there twice, photos that are blurred, dark, bright, tiny or oddly shaped: they can be found in some seconds for a thousand photos. Nothing is changed until you say so.</source>
        <translation>可能有误的标签、重复出现的图片，以及模糊、过暗、过亮、太小或形状特殊的照片：一千张照片只需几秒就能找出来。未经您同意，什么都不会改动。</translation>
    </message>
    <message>
        <source>Look through all photos for such ones</source>
        <translation>在所有照片中查找这类照片</translation>
    </message>
    <message>
        <source>Once the network has looked at your photos, those are found here that are worth a second look: wrong labels, near-duplicates, blurred and dark ones.</source>
        <translation>网络看过您的照片之后，这里会列出值得再看一眼的照片：标签有误的、近似重复的、模糊的和过暗的。</translation>
    </message>
</context>
<context>
    <name>NothingToReview</name>
    <message>
        <source>Go to Learn</source>
        <translation>转到“学习”</translation>
    </message>
    <message>
        <source>Show the page where the photos are learned</source>
        <translation>显示学习照片的页面</translation>
    </message>
    <message>
        <source>Nothing to review yet</source>
        <translation>还没有可检查的内容</translation>
    </message>
    <message>
        <source>Looking back at the test photos …</source>
        <translation>正在回顾测试照片……</translation>
    </message>
    <message>
        <source>No test photos are left for the labels of this run. Learn again, and new ones are drawn.</source>
        <translation>这次学习的标签已没有测试照片。重新学习时会抽取新的测试照片。</translation>
    </message>
    <message>
        <source>Once your photos are learned, you see here how good the answers are, on photos that were kept aside, and where they go wrong.</source>
        <translation>学习照片之后，您可以在这里看到回答在预留照片上有多准确，以及错在哪里。</translation>
    </message>
</context>
<context>
    <name>PastedImages</name>
    <message>
        <source>pasted {number}.png</source>
        <translation>粘贴 {number}.png</translation>
    </message>
</context>
<context>
    <name>PhotoButton</name>
    <message>
        <source>similarity {figure}</source>
        <translation>相似度 {figure}</translation>
    </message>
    <message>
        <source>It cannot be shown</source>
        <translation>无法显示</translation>
    </message>
</context>
<context>
    <name>PhotoCard</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Choose photos…</source>
        <translation>选择照片……</translation>
    </message>
    <message>
        <source>Choose one photo or many (Ctrl+Shift+O)</source>
        <translation>选择一张或多张照片 (Ctrl+Shift+O)</translation>
    </message>
    <message>
        <source>or paste one with Ctrl+V. Drop many photos or a folder to get a table. They stay where they are and are never changed.</source>
        <translation>或用 Ctrl+V 粘贴。拖入多张照片或文件夹可得到一张表格。照片留在原处，绝不会被改动。</translation>
    </message>
    <message>
        <source>Drop a photo here</source>
        <translation>把照片拖到这里</translation>
    </message>
    <message>
        <source>This photo cannot be read</source>
        <translation>无法读取这张照片</translation>
    </message>
    <message>
        <source>It cannot be shown: {reason}</source>
        <translation>无法显示：{reason}</translation>
    </message>
</context>
<context>
    <name>PhotoCell</name>
    <message>
        <source>left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>{label}?</source>
        <translation>{label}？</translation>
    </message>
</context>
<context>
    <name>PhotoModel</name>
    <message>
        <source>left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>skipped: {reason}</source>
        <translation>已跳过：{reason}</translation>
    </message>
    <message>
        <source>taken for {label}</source>
        <translation>被认作 {label}</translation>
    </message>
</context>
<context>
    <name>PhotosCard</name>
    <message>
        <source>Photos of the chosen cell</source>
        <translation>所选格子中的照片</translation>
    </message>
    <message>
        <source>Enter gives the answer&apos;s label, K keeps yours, Delete leaves the photo out, M shows similar photos</source>
        <translation>Enter 采用回答的标签，K 保留您的标签，Delete 排除照片，M 显示相似照片</translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation>这里没有照片</translation>
    </message>
    <message>
        <source>Keep my label</source>
        <translation>保留我的标签</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Show the photos most like this one, of its label and of others (M)</source>
        <translation>显示与这张最相似的照片，包括同标签和其他标签的（M）</translation>
    </message>
    <message>
        <source>{photos}, surest first</source>
        <translation>{photos}，最有把握的在前</translation>
    </message>
    <message>
        <source>kept: {label}</source>
        <translation>已保留：{label}</translation>
    </message>
    <message>
        <source>yours: {label}</source>
        <translation>您的：{label}</translation>
    </message>
    <message>
        <source>Right: {label}</source>
        <translation>正确的是：{label}</translation>
    </message>
    <message>
        <source>The answer is right</source>
        <translation>回答是对的</translation>
    </message>
    <message>
        <source>Your label and the answer are the same</source>
        <translation>您的标签与回答一致</translation>
    </message>
    <message>
        <source>You kept your label already</source>
        <translation>您已经保留了自己的标签</translation>
    </message>
    <message>
        <source>The answer is right: give the photo its label (Enter; undo with Ctrl+Z)</source>
        <translation>回答是对的：给照片换上这个标签（回车；按 Ctrl+Z 撤销）</translation>
    </message>
    <message>
        <source>Your label is right: note that you looked (K; undo with Ctrl+Z)</source>
        <translation>您的标签是对的：记下您已看过（K；按 Ctrl+Z 撤销）</translation>
    </message>
    <message>
        <source>Neither learn from the photo nor test with it (Delete; undo with Ctrl+Z)</source>
        <translation>既不学习这张照片，也不用它测试（Delete；按 Ctrl+Z 撤销）</translation>
    </message>
    <message>
        <source>Select a photo first</source>
        <translation>请先选择一张照片</translation>
    </message>
    <message>
        <source>Photos of the chosen list</source>
        <translation>所选列表的照片</translation>
    </message>
    <message>
        <source>Nothing suspicious here</source>
        <translation>这里没有可疑之处</translation>
    </message>
    <message>
        <source>Keep only this one</source>
        <translation>只保留这一张</translation>
    </message>
    <message>
        <source>Learn from all</source>
        <translation>全部用于学习</translation>
    </message>
    <message>
        <source>The group before</source>
        <translation>上一组</translation>
    </message>
    <message>
        <source>Show the group before (Page up)</source>
        <translation>显示上一组（Page Up）</translation>
    </message>
    <message>
        <source>The next group</source>
        <translation>下一组</translation>
    </message>
    <message>
        <source>Show the next group (Page down)</source>
        <translation>显示下一组（Page Down）</translation>
    </message>
    <message>
        <source>All may stay</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>It is fine</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Give the photo the label that it looks like (Enter; undo with Ctrl+Z)</source>
        <translation>给照片换上它看起来像的标签（回车键；按 Ctrl+Z 撤销）</translation>
    </message>
    <message>
        <source>Leave all others of this group out (Enter; undo with Ctrl+Z)</source>
        <translation>排除这一组中的其他照片（回车键；按 Ctrl+Z 撤销）</translation>
    </message>
    <message>
        <source>Select the one photo to keep</source>
        <translation>请选择要保留的那一张照片</translation>
    </message>
    <message>
        <source>Put all of them on the training side, in this split and every other one, so that the final test knows none of them (T; undo with Ctrl+Z)</source>
        <translation>把它们全部归入训练部分，在这次和其他每一次划分中都是如此，这样最终测试里就没有它们（T 键；按 Ctrl+Z 撤销）</translation>
    </message>
    <message>
        <source>All of them are on the training side</source>
        <translation>它们都已在训练部分</translation>
    </message>
    <message>
        <source>The suggestion is right</source>
        <translation>建议是对的</translation>
    </message>
    <message>
        <source>Your label is right: suspect it no more (K; undo with Ctrl+Z)</source>
        <translation>您的标签是对的：不再怀疑它（K 键；按 Ctrl+Z 撤销）</translation>
    </message>
    <message>
        <source>Suspect this group no more (K; undo with Ctrl+Z)</source>
        <translation>不再怀疑这一组（K 键；按 Ctrl+Z 撤销）</translation>
    </message>
    <message>
        <source>Suspect the photo no more (K; undo with Ctrl+Z)</source>
        <translation>不再怀疑这张照片（K 键；按 Ctrl+Z 撤销）</translation>
    </message>
</context>
<context>
    <name>PhotosPage</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>添加照片……</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Look through the folder for photos that came, went or changed</source>
        <translation>检查文件夹中新增、消失或有变化的照片</translation>
    </message>
    <message>
        <source>Add photos from anywhere; they stay where they are</source>
        <translation>从任何地方添加照片；它们留在原处</translation>
    </message>
    <message>
        <source>Look at all photos and learn their labels</source>
        <translation>查看所有照片并学习标签</translation>
    </message>
    <message>
        <source>New label</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>What should the new label be called?</source>
        <translation>新标签叫什么？</translation>
    </message>
    <message>
        <source>Rename a label</source>
        <translation>重命名标签</translation>
    </message>
    <message>
        <source>What should “{label}” be called?</source>
        <translation>“{label}”应改为什么名称？</translation>
    </message>
    <message>
        <source>Merge labels</source>
        <translation>合并标签</translation>
    </message>
    <message>
        <source>Which label should the photos of “{label}” get?</source>
        <translation>“{label}”的照片应改为哪个标签？</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>添加照片</translation>
    </message>
    <message>
        <source>Which label should the photos get? Choose one, or type a new one.</source>
        <translation>照片应加上哪个标签？请选择一个，或输入新标签。</translation>
    </message>
    <message>
        <source>There is a label “{into}” already. Merge “{label}” into it?</source>
        <translation>标签“{into}”已存在。要把“{label}”并入其中吗？</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Choose photos to add</source>
        <translation>选择要添加的照片</translation>
    </message>
    <message>
        <source>Look closely</source>
        <translation>仔细查看</translation>
    </message>
    <message>
        <source>Similar photos…</source>
        <translation>相似照片……</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>New label…</source>
        <translation>新标签……</translation>
    </message>
    <message>
        <source>Take in again</source>
        <translation>重新纳入</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>See what the network sees</source>
        <translation>查看网络看到了什么</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>用于学习</translation>
    </message>
    <message>
        <source>Check while learning</source>
        <translation>学习时检查</translation>
    </message>
    <message>
        <source>Final test</source>
        <translation>最终测试</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>已查看</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Taken for another</source>
        <translation>认错的</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Photos that the labels are learned from</source>
        <translation>用来学习标签的照片</translation>
    </message>
    <message>
        <source>Photos that show, while it learns, how well that goes</source>
        <translation>学习过程中用来检查效果的照片</translation>
    </message>
    <message>
        <source>Photos kept aside until the end, to tell how good the answers are</source>
        <translation>留到最后、用来评估答案好坏的照片</translation>
    </message>
    <message>
        <source>Photos that the network has looked at and described in numbers</source>
        <translation>网络已查看并用数值描述的照片</translation>
    </message>
    <message>
        <source>Photos that could not be read; each says why</source>
        <translation>无法读取的照片；每张都说明了原因</translation>
    </message>
    <message>
        <source>Photos of the final test that were given another label than yours</source>
        <translation>最终测试中被认作其他标签的照片</translation>
    </message>
    <message>
        <source>Photos that you left out of everything</source>
        <translation>您排除在外的照片</translation>
    </message>
    <message>
        <source>Photos whose files are not there any more</source>
        <translation>文件已不存在的照片</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>largest file first</source>
        <translation>文件从大到小</translation>
    </message>
    <message>
        <source>smallest file first</source>
        <translation>文件从小到大</translation>
    </message>
    <message>
        <source>newest in the project first</source>
        <translation>最近加入项目的在前</translation>
    </message>
    <message>
        <source>surest mistakes first</source>
        <translation>最确信的错误在前</translation>
    </message>
    <message>
        <source>The file is not there any more. Put it back, and look for photos again: its label is kept.</source>
        <translation>文件已不存在。请把它放回原处并重新检查照片：标签会保留。</translation>
    </message>
    <message>
        <source>Skipped: {reason}.</source>
        <translation>已跳过：{reason}。</translation>
    </message>
    <message>
        <source>It cannot be shown: {reason}.</source>
        <translation>无法显示：{reason}。</translation>
    </message>
    <message>
        <source>In the final test it was taken for “{label}”, {percent} % sure.</source>
        <translation>在最终测试中它被认作“{label}”，把握为 {percent} %。</translation>
    </message>
    <message>
        <source>The project is open read-only: nothing can be changed here</source>
        <translation>项目以只读方式打开：这里不能做任何更改</translation>
    </message>
    <message>
        <source>Name this photo, and show what spoke for the answer and what each layer of the network sees (E)</source>
        <translation>识别这张照片，并显示支持答案的地方和网络每一层看到的内容（E）</translation>
    </message>
    <message>
        <source>First let the network learn your photos</source>
        <translation>请先让网络学习您的照片</translation>
    </message>
</context>
<context>
    <name>PlotCard</name>
    <message>
        <source>— other runs</source>
        <translation>— 其他学习记录</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Show the whole curve again (0)</source>
        <translation>重新显示整条曲线 (0)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save the plot as a picture or as figures</source>
        <translation>把图表保存为图片或数据</translation>
    </message>
    <message>
        <source>While the labels are learned, you see here how it gets better.</source>
        <translation>学习标签时，您会在这里看到它如何进步。</translation>
    </message>
    <message>
        <source>How it learns</source>
        <translation>学习过程</translation>
    </message>
    <message>
        <source>— loss</source>
        <translation>— 损失</translation>
    </message>
    <message>
        <source>— right on check photos</source>
        <translation>— 检查照片正确率</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>图片 (PNG)……</translation>
    </message>
    <message>
        <source>Drawing (SVG)…</source>
        <translation>矢量图 (SVG)……</translation>
    </message>
    <message>
        <source>Figures (CSV)…</source>
        <translation>数据 (CSV)……</translation>
    </message>
    <message>
        <source>Save the plot</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>{file} could not be written. Choose another place for it.</source>
        <translation>无法写入 {file}。请另选位置。</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
</context>
<context>
    <name>PredictionModel</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>How likely</source>
        <translation>可能性</translation>
    </message>
    <message>
        <source>Second guess</source>
        <translation>第二可能</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>PredictionTable</name>
    <message>
        <source>Photos with their labels</source>
        <translation>照片及其标签</translation>
    </message>
    <message>
        <source>Enter shows a photo large, Ctrl+C copies the selected cells</source>
        <translation>回车键放大照片，Ctrl+C 复制所选单元格</translation>
    </message>
    <message>
        <source>Click to sort by this column, again for the other direction</source>
        <translation>单击按此列排序，再次单击反向排序</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Click to look closely (Space)</source>
        <translation>单击仔细查看（空格键）</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Show the file in the file manager</source>
        <translation>在文件管理器中显示文件</translation>
    </message>
    <message>
        <source>See what the network sees</source>
        <translation>查看网络看到了什么</translation>
    </message>
    <message>
        <source>Similar photos…</source>
        <translation>相似照片……</translation>
    </message>
    <message>
        <source>Show the photos most like this one, of its label and of others (M)</source>
        <translation>显示与这张最相似的照片，包括同标签和其他标签的（M）</translation>
    </message>
    <message>
        <source>Select photos to see them here and to change their labels.</source>
        <translation>选中照片即可在此查看并更改标签。</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) selected</source>
        <translation>
            <numerusform>已选中 %Ln 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>Take in again</source>
        <translation>重新纳入</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Give the selected photos a label (keys 1 to 9)</source>
        <translation>给所选照片加标签（数字键 1 到 9）</translation>
    </message>
    <message>
        <source>Neither learn from these photos nor test with them (Delete)</source>
        <translation>既不用这些照片学习，也不用它们测试 (Delete)</translation>
    </message>
    <message>
        <source>The network was right: give the photo this label</source>
        <translation>网络是对的：给照片加上这个标签</translation>
    </message>
    <message>
        <source>Label it “{label}”</source>
        <translation>标为“{label}”</translation>
    </message>
    <message>
        <source>It cannot be shown</source>
        <translation>无法显示</translation>
    </message>
</context>
<context>
    <name>ProbabilityBars</name>
    <message>
        <source>Labels with their probabilities</source>
        <translation>标签及其可能性</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>{count} of 100 right</source>
        <translation>每 100 张对 {count} 张</translation>
    </message>
    <message>
        <source>between {low} and {high}, from {photos} that it has never seen</source>
        <translation>在 {low} 到 {high} 之间，根据它从未见过的 {photos}</translation>
    </message>
    <message>
        <source>The run before: {of_100}, on other photos</source>
        <translation>上一次学习：{of_100}，用的是另一批照片</translation>
    </message>
    <message>
        <source>▲ {points} points since the run before</source>
        <translation>▲ 比上一次学习高 {points} 个百分点</translation>
    </message>
    <message>
        <source>▼ {points} points since the run before</source>
        <translation>▼ 比上一次学习低 {points} 个百分点</translation>
    </message>
    <message>
        <source>As good as the run before</source>
        <translation>与上一次学习相同</translation>
    </message>
    <message>
        <source>Your labels are uneven: some have {fewest} test photos, some {most}, and the many outweigh the few. With every label counted alike, it is {of_100}.</source>
        <translation>各标签的照片多少不均：有的只有 {fewest} 张测试照片，有的有 {most} 张，多的盖过了少的。若各标签同等计算，则为{of_100}。</translation>
    </message>
    <message>
        <source>Some labels have fewer than {few} test photos: take their bars as a hint only.</source>
        <translation>有些标签的测试照片不足 {few} 张：它们的条形只能作为参考。</translation>
    </message>
    <message>
        <source>{changes} since they were drawn: mending only what the answers point at makes the score look better than it is.</source>
        <translation>抽取测试照片以来：{changes}。只更正回答所指出的照片，会使成绩显得比实际更好。</translation>
    </message>
    <message>
        <source>{label} recognised</source>
        <translation>认出的 {label}</translation>
    </message>
    <message>
        <source>{label} taken for {taken_for}</source>
        <translation>{label} 被认成 {taken_for}</translation>
    </message>
    <message>
        <source>Your label: {label}</source>
        <translation>您的标签：{label}</translation>
    </message>
    <message>
        <source>Its answer: {label}, {percent} sure</source>
        <translation>它的回答：{label}，把握 {percent}</translation>
    </message>
    <message>
        <source>You looked at it and kept your label</source>
        <translation>您看过并保留了自己的标签</translation>
    </message>
    <message>
        <source>The project is open read-only: nothing can be changed here</source>
        <translation>项目以只读方式打开：这里不能做任何更改</translation>
    </message>
    <message>
        <source>Ways to look back</source>
        <translation>回顾的方式</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>How good the answers are, and where they go wrong</source>
        <translation>回答有多准，错在哪里</translation>
    </message>
    <message>
        <source>Suspicious photos</source>
        <translation>可疑照片</translation>
    </message>
    <message>
        <source>Labels that may be wrong, photos that are there twice, blurred ones</source>
        <translation>可能有误的标签、重复出现的照片、模糊的照片</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>All photos as points: those that look alike lie together</source>
        <translation>所有照片显示为点：相似的靠在一起</translation>
    </message>
</context>
<context>
    <name>ReviewSentences</name>
    <message numerus="yes">
        <source>%Ln label(s) of test photos mended by hand</source>
        <translation>
            <numerusform>手动更正了 %Ln 张测试照片的标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln test photo(s) left out by hand</source>
        <translation>
            <numerusform>手动排除了 %Ln 张测试照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln test photo(s) have labels that this run has not learned and count nowhere; learn again to take them in.</source>
        <translation>
            <numerusform>有 %Ln 张测试照片的标签是这次没有学习过的，没有计入任何数字；重新学习即可将其纳入。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) got better</source>
        <translation>
            <numerusform>%Ln 张照片变好了</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) got worse</source>
        <translation>
            <numerusform>%Ln 张照片变差了</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>Stopped before its end.</source>
        <translation>提前停止。</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
</context>
<context>
    <name>RunsCard</name>
    <message>
        <source>Runs</source>
        <translation>学习记录</translation>
    </message>
    <message>
        <source>Choose a run to see how it went. Enter: use it, F2: rename, Delete: delete</source>
        <translation>选择一条记录查看过程。回车：使用，F2：重命名，Delete：删除</translation>
    </message>
    <message>
        <source>Each time that the labels are learned, it is listed here with its score.</source>
        <translation>每次学习标签，都会连同成绩列在这里。</translation>
    </message>
    <message>
        <source>Use, rename or delete the selected run</source>
        <translation>使用、重命名或删除所选记录</translation>
    </message>
    <message>
        <source>What to do with the selected run</source>
        <translation>如何处理所选记录</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>使用这个</translation>
    </message>
    <message>
        <source>New photos are named by it</source>
        <translation>用它识别新照片</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名……</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除……</translation>
    </message>
    <message>
        <source>This project is open read-only</source>
        <translation>此项目以只读方式打开</translation>
    </message>
    <message>
        <source>Rename the run</source>
        <translation>重命名记录</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>“{name}” and what it learned are deleted for good. Your photos and labels stay.</source>
        <translation>“{name}”及其学到的内容将被永久删除。您的照片和标签不受影响。</translation>
    </message>
    <message>
        <source>It is the one in use; the newest other run takes its place.</source>
        <translation>它正在使用中；将由其余记录中最新的一条接替。</translation>
    </message>
    <message>
        <source>Delete this run?</source>
        <translation>删除这条记录吗？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>ScoreCard</name>
    <message>
        <source>If you showed it very many photos like these, the share of right answers would be within this range, in 95 of 100 such tests (Wilson’s interval)</source>
        <translation>如果给它看非常多这样的照片，正确回答的比例在 100 次这样的测试中有 95 次会落在这个范围内（威尔逊区间）</translation>
    </message>
    <message>
        <source>Compared on the same photos, which neither run has learned from</source>
        <translation>在两次学习都没有用过的相同照片上比较</translation>
    </message>
    <message>
        <source>That run was tested on other photos: the two figures compare less well</source>
        <translation>那次学习用的是另一批测试照片：两个数字不太好比较</translation>
    </message>
    <message>
        <source>Show photos that are right now and were wrong before</source>
        <translation>显示现在对、之前错的照片</translation>
    </message>
    <message>
        <source>Show photos that are wrong now and were right before</source>
        <translation>显示现在错、之前对的照片</translation>
    </message>
</context>
<context>
    <name>ScrolledScores</name>
    <message>
        <source>Recognised: how many of your photos of a label got that answer. Right when said: how many of the photos with that answer are yours of that label.</source>
        <translation>被认出：某标签的照片中有多少得到了该回答。回答可靠：得到该回答的照片中有多少确实属于该标签。</translation>
    </message>
</context>
<context>
    <name>SearchStatus</name>
    <message>
        <source>How far the search is</source>
        <translation>查找的进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop looking; what was found before is kept</source>
        <translation>停止查找；之前找到的会保留</translation>
    </message>
    <message>
        <source>Waiting for other work …</source>
        <translation>正在等待其他工作……</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止……</translation>
    </message>
</context>
<context>
    <name>SeeCard</name>
    <message>
        <source>What the network sees</source>
        <translation>网络看到了什么</translation>
    </message>
    <message>
        <source>Layers of the network</source>
        <translation>网络的各层</translation>
    </message>
    <message>
        <source>The first layer&apos;s filters</source>
        <translation>第一层的滤波器</translation>
    </message>
    <message>
        <source>Every layer of the network looks for something else in a photo: the first for edges and colours, the last for whole things. Drop a photo to see it.</source>
        <translation>网络的每一层在照片中寻找不同的东西：第一层寻找边缘和颜色，最后一层寻找完整的事物。拖入一张照片即可查看。</translation>
    </message>
    <message>
        <source>Looking into the network …</source>
        <translation>正在查看网络内部……</translation>
    </message>
    <message>
        <source>There is nothing to see of a photo that cannot be read.</source>
        <translation>无法读取的照片没有可看的内容。</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>滤波器</translation>
    </message>
    <message>
        <source>{layer}: the network that answers ends before it</source>
        <translation>{layer}：作答的网络没有到达这一层</translation>
    </message>
    <message numerus="yes">
        <source>%n filter(s)</source>
        <translation>
            <numerusform>%n 个滤波器</numerusform>
        </translation>
    </message>
    <message>
        <source>The {shown} of {channels} channels that this photo excites most. Click one to see which of your photos excite it most of all.</source>
        <translation>{channels} 个通道中被这张照片激发最强的 {shown} 个。点击其中之一，可查看您的哪些照片最能激发它。</translation>
    </message>
    <message>
        <source>The network that answers ends here: its weights or its chosen layer reach no further.</source>
        <translation>作答的网络到此为止：它的权重或所选的层没有更深。</translation>
    </message>
    <message>
        <source>Channel {channel}, responds up to {strength}</source>
        <translation>通道 {channel}，反应最强为 {strength}</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln label(s)</source>
        <translation>
            <numerusform>%Ln 个标签</numerusform>
        </translation>
    </message>
    <message>
        <source>label {photos} “{label}”</source>
        <translation>把 {photos}标为“{label}”</translation>
    </message>
    <message>
        <source>keep the label of {photos}</source>
        <translation>保留 {photos}的标签</translation>
    </message>
    <message>
        <source>suspect {photos} no more</source>
        <translation>不再怀疑 {photos}</translation>
    </message>
    <message>
        <source>put {photos} on the training side</source>
        <translation>把 {photos}归入训练部分</translation>
    </message>
    <message>
        <source>leave out {photos}</source>
        <translation>排除 {photos}</translation>
    </message>
    <message>
        <source>take in {photos} again</source>
        <translation>重新纳入 {photos}</translation>
    </message>
    <message>
        <source>new label “{label}”</source>
        <translation>新标签“{label}”</translation>
    </message>
    <message>
        <source>remove label “{label}”</source>
        <translation>移除标签“{label}”</translation>
    </message>
    <message>
        <source>rename “{labels}” to “{label}”</source>
        <translation>把“{labels}”改名为“{label}”</translation>
    </message>
    <message>
        <source>merge {labels} into “{label}”</source>
        <translation>把 {labels} 并入“{label}”</translation>
    </message>
    <message>
        <source>add {photos} to “{label}”</source>
        <translation>把 {photos}添加到“{label}”</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>The language of this window; it changes at once</source>
        <translation>窗口的语言；立即生效</translation>
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
        <source>Whether the window is light or dark</source>
        <translation>窗口使用浅色还是深色</translation>
    </message>
    <message>
        <source>Open the last project at the start</source>
        <translation>启动时打开上次的项目</translation>
    </message>
    <message>
        <source>Otherwise flowerdesk begins with the list of projects</source>
        <translation>否则 flowerdesk 启动时显示项目列表</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外观(&amp;A)</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>The folder with what flowerdesk noted down</source>
        <translation>存放 flowerdesk 运行记录的文件夹</translation>
    </message>
    <message>
        <source>About flowerdesk</source>
        <translation>关于 flowerdesk</translation>
    </message>
    <message>
        <source>Its version, its licence, and whose work it is made of</source>
        <translation>它的版本、许可证，以及它由谁的劳动组成</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Close the settings; they are kept</source>
        <translation>关闭设置；更改已保存</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>Report…</source>
        <translation>报告……</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出……</translation>
    </message>
    <message>
        <source>There is no run yet: learn your photos first</source>
        <translation>还没有学习记录：请先学习您的照片</translation>
    </message>
    <message>
        <source>Not while work goes on</source>
        <translation>工作进行时不能更改</translation>
    </message>
    <message>
        <source>Tell of this run in one page, as HTML or PDF</source>
        <translation>用一页 HTML 或 PDF 介绍这次学习</translation>
    </message>
    <message>
        <source>Use the classifier in other programs</source>
        <translation>在其他程序中使用分类器</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <source>Show in Photos</source>
        <translation>在“照片”中显示</translation>
    </message>
    <message>
        <source>Show the selected photos, and only these, on the Photos page</source>
        <translation>在“照片”页面中只显示选中的照片</translation>
    </message>
    <message>
        <source>Select none</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select none of the points (Escape)</source>
        <translation>不选中任何点（Esc）</translation>
    </message>
    <message>
        <source>Click a point to see its photo large. Drag with Shift to draw a line around points and select them.</source>
        <translation>点击一个点可查看大图。按住 Shift 拖动可圈选一些点。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) selected</source>
        <translation>
            <numerusform>已选中 %Ln 张照片</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>New label</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>Parts and states</source>
        <translation>用途和状态</translation>
    </message>
    <message>
        <source>Make a label that has no photos yet</source>
        <translation>新建一个还没有照片的标签</translation>
    </message>
</context>
<context>
    <name>SimilarDialog</name>
    <message>
        <source>Similar photos</source>
        <translation>相似照片</translation>
    </message>
    <message>
        <source>Label of the photo</source>
        <translation>照片的标签</translation>
    </message>
    <message>
        <source>Go to Learn</source>
        <translation>前往“学习”</translation>
    </message>
    <message>
        <source>Show the page where the network looks at the photos</source>
        <translation>显示让网络看照片的页面</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The photo before (Alt+Left)</source>
        <translation>上一张照片（Alt+左箭头）</translation>
    </message>
    <message>
        <source>Show in Photos</source>
        <translation>在“照片”中显示</translation>
    </message>
    <message>
        <source>Show these photos on the Photos page</source>
        <translation>在“照片”页面中显示这些照片</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>The figure is 1 for photos that are the same to the network, and less the less alike they are. Where others are more alike than its own, look at the label.</source>
        <translation>数值为 1 表示在网络看来完全相同，越不相似数值越小。如果其他标签的照片比同标签的更相似，请检查一下标签。</translation>
    </message>
    <message>
        <source>Looking for similar photos …</source>
        <translation>正在寻找相似照片……</translation>
    </message>
    <message>
        <source>Give this photo a label (keys 1 to 9; undo with Ctrl+Z)</source>
        <translation>给这张照片一个标签（按键 1 到 9；Ctrl+Z 撤销）</translation>
    </message>
    <message>
        <source>It cannot be shown</source>
        <translation>无法显示</translation>
    </message>
    <message>
        <source>Most like it of its own label, {label}</source>
        <translation>同标签“{label}”中最相似的</translation>
    </message>
    <message>
        <source>Most like it of other labels</source>
        <translation>其他标签中最相似的</translation>
    </message>
    <message>
        <source>Looking for similar photos … {percent} %</source>
        <translation>正在寻找相似照片…… {percent} %</translation>
    </message>
    <message>
        <source>New label</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>What should the new label be called?</source>
        <translation>新标签叫什么名字？</translation>
    </message>
</context>
<context>
    <name>SimilarPhotos</name>
    <message>
        <source>because it looks like these of yours</source>
        <translation>因为它与您的这些照片相像</translation>
    </message>
</context>
<context>
    <name>SimilarRow</name>
    <message>
        <source>There are none.</source>
        <translation>没有。</translation>
    </message>
</context>
<context>
    <name>SkippedDialog</name>
    <message>
        <source>Skipped photos</source>
        <translation>跳过的照片</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Why it was left out</source>
        <translation>未参与的原因</translation>
    </message>
    <message>
        <source>The others were looked at all the same. Photos that are mended or replaced are tried again the next time.</source>
        <translation>其他照片照常查看。修复或替换过的照片下次会重试。</translation>
    </message>
    <message>
        <source>Copy list</source>
        <translation>复制列表</translation>
    </message>
    <message>
        <source>Copy the list as text</source>
        <translation>把列表复制为文字</translation>
    </message>
    <message>
        <source>Show in Photos</source>
        <translation>在“照片”页显示</translation>
    </message>
    <message>
        <source>Go to the page of the photos</source>
        <translation>转到照片页</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this list (Esc)</source>
        <translation>关闭此列表 (Esc)</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>How far the map is drawn</source>
        <translation>地图绘制的进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop here; the photos stay where they are</source>
        <translation>到此为止；照片停在现在的位置</translation>
    </message>
    <message>
        <source>Go to Learn</source>
        <translation>前往“学习”</translation>
    </message>
    <message>
        <source>Show the page where the network looks at the photos</source>
        <translation>显示让网络看照片的页面</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止……</translation>
    </message>
    <message>
        <source>It was stopped before all had come to rest.</source>
        <translation>所有照片静止之前就停止了。</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Photos that were named last</source>
        <translation>最近识别的照片</translation>
    </message>
    <message>
        <source>The arrow keys show the answers again</source>
        <translation>用方向键重新查看答案</translation>
    </message>
</context>
<context>
    <name>SuspectSentences</name>
    <message numerus="yes">
        <source>%Ln group(s)</source>
        <translation>
            <numerusform>%Ln 组</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln group(s) with photos in the final test and outside it: the test is easier than it looks.</source>
        <translation>
            <numerusform>有 %Ln 组照片既在最终测试之中又在其外：测试比看上去容易。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) were not looked at by the network, or could not be read, and are in no list.</source>
        <translation>
            <numerusform>有 %Ln 张照片网络还没有看过或无法读取，不在任何列表中。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) could not be opened any more. Their files are gone or have changed: look for photos again on the Photos page.</source>
        <translation>
            <numerusform>有 %Ln 张照片打不开了。它们的文件已不存在或有改动：请在“照片”页重新查找照片。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SuspectsPage</name>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>The photos are being looked through</source>
        <translation>正在查看照片</translation>
    </message>
    <message>
        <source>The network has to look at the photos first</source>
        <translation>网络需要先看过这些照片</translation>
    </message>
    <message>
        <source>Look through all photos; only new ones are measured</source>
        <translation>查看所有照片；只测量新增的</translation>
    </message>
    <message>
        <source>Wrong label?</source>
        <translation>标签有误？</translation>
    </message>
    <message>
        <source>When it learns from the other photos only, it takes these for something else, surely enough that the label may be wrong.</source>
        <translation>只用其他照片学习时，程序把这些照片认成了别的，而且相当确定，所以标签可能有误。</translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation>近似重复</translation>
    </message>
    <message>
        <source>The same picture more than once: saved again, resized, cropped a little, or mirrored.</source>
        <translation>同一张图片出现了不止一次：重新保存过、缩放过、略微裁剪过或左右翻转过。</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>There is hardly a sharp edge in these.</source>
        <translation>这些照片里几乎没有清晰的边缘。</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>过暗</translation>
    </message>
    <message>
        <source>Even the lightest places of these are dark.</source>
        <translation>这些照片连最亮的地方也很暗。</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>过亮</translation>
    </message>
    <message>
        <source>Even the darkest places of these are nearly white.</source>
        <translation>这些照片连最暗的地方也接近白色。</translation>
    </message>
    <message>
        <source>Tiny</source>
        <translation>太小</translation>
    </message>
    <message>
        <source>These have far fewer pixels than your other photos.</source>
        <translation>这些照片的像素比您的其他照片少得多。</translation>
    </message>
    <message>
        <source>Odd shape</source>
        <translation>形状特殊</translation>
    </message>
    <message>
        <source>These are so long or so high that the network sees a part of them only, or sees them squeezed.</source>
        <translation>这些照片太长或太高，网络只能看到一部分，或者看到的是压扁的样子。</translation>
    </message>
    <message>
        <source>{photos} looked through.</source>
        <translation>已查看 {photos}。</translation>
    </message>
    <message>
        <source>Photos or labels have changed since: look again.</source>
        <translation>此后照片或标签有改动：请重新查找。</translation>
    </message>
    <message>
        <source>Measuring the photos …</source>
        <translation>正在测量照片……</translation>
    </message>
    <message>
        <source>Looking for near-duplicates …</source>
        <translation>正在查找近似重复……</translation>
    </message>
    <message>
        <source>Looking for wrong labels …</source>
        <translation>正在查找有误的标签……</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在开始……</translation>
    </message>
    <message>
        <source>Group {number} of {count}</source>
        <translation>第 {number} 组，共 {count} 组</translation>
    </message>
    <message>
        <source>In the final test and outside it: the test is easier than it looks.</source>
        <translation>既在最终测试之中又在其外：测试比看上去容易。</translation>
    </message>
    <message>
        <source>With different labels: {labels}.</source>
        <translation>标签不同：{labels}。</translation>
    </message>
    <message>
        <source>yours: {label}</source>
        <translation>您的：{label}</translation>
    </message>
    <message>
        <source>{label}? It looks like {suggested}, {percent}</source>
        <translation>{label}？看起来像 {suggested}，{percent}</translation>
    </message>
    <message>
        <source>sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Sharpness: {percent}</source>
        <translation>清晰度：{percent}</translation>
    </message>
    <message>
        <source>brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Brightness of its lightest places: {percent}</source>
        <translation>最亮处的亮度：{percent}</translation>
    </message>
    <message>
        <source>Brightness of its darkest places: {percent}</source>
        <translation>最暗处的亮度：{percent}</translation>
    </message>
    <message>
        <source>Your label: {label}</source>
        <translation>您的标签：{label}</translation>
    </message>
    <message>
        <source>{size} pixels</source>
        <translation>{size} 像素</translation>
    </message>
    <message>
        <source>The project is open read-only: nothing can be changed here</source>
        <translation>项目以只读方式打开：这里不能做任何更改</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>Search names</source>
        <translation>搜索文件名</translation>
    </message>
    <message>
        <source>Search photos by name</source>
        <translation>按名称搜索照片</translation>
    </message>
    <message>
        <source>Show photos with these letters in their names (Ctrl+F)</source>
        <translation>显示名称中含有这些文字的照片 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Order, headings and size of the photos</source>
        <translation>照片的排序、分组标题和大小</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen</source>
        <translation>
            <numerusform>已选定 %Ln 张</numerusform>
        </translation>
    </message>
    <message>
        <source>sorted by {order}</source>
        <translation>按{order}排序</translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>已选 %Ln 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Show these and all others again</source>
        <translation>重新显示这些和其他所有照片</translation>
    </message>
    <message>
        <source>Do not narrow down to {title}</source>
        <translation>不再只显示“{title}”</translation>
    </message>
    <message>
        <source>Sort by {order}</source>
        <translation>按{order}排序</translation>
    </message>
    <message>
        <source>Headings for labels</source>
        <translation>按标签显示标题</translation>
    </message>
    <message>
        <source>Larger photos</source>
        <translation>放大照片</translation>
    </message>
    <message>
        <source>Smaller photos</source>
        <translation>缩小照片</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Block {number}</source>
        <translation>第 {number} 块</translation>
    </message>
    <message>
        <source>Stage {number}</source>
        <translation>第 {number} 阶段</translation>
    </message>
    <message>
        <source>Edges and colours</source>
        <translation>边缘与颜色</translation>
    </message>
    <message>
        <source>Corners, circles, stripes</source>
        <translation>角、圆圈、条纹</translation>
    </message>
    <message>
        <source>Textures and small shapes</source>
        <translation>纹理与小形状</translation>
    </message>
    <message>
        <source>Parts of things</source>
        <translation>事物的局部</translation>
    </message>
    <message>
        <source>Whole things</source>
        <translation>完整的事物</translation>
    </message>
    <message>
        <source>The network begins with the simplest: light beside dark, edges in one direction, plain colours.</source>
        <translation>网络从最简单的开始：明暗相邻之处、某个方向的边缘、单一的颜色。</translation>
    </message>
    <message>
        <source>Edges that meet make corners, circles and stripes: here the first shapes are found.</source>
        <translation>边缘相接就形成角、圆圈和条纹：最初的形状在这里被发现。</translation>
    </message>
    <message>
        <source>Shapes that repeat make textures: meshes, dots, the veins of a leaf, rows of petals.</source>
        <translation>重复的形状构成纹理：网格、圆点、叶脉、成排的花瓣。</translation>
    </message>
    <message>
        <source>Shapes and textures together make parts of things: the heart of a blossom, a wheel, an eye.</source>
        <translation>形状和纹理合在一起构成事物的局部：花心、轮子、眼睛。</translation>
    </message>
    <message>
        <source>Parts together make whole things, wherever they are in the photo: blossoms, wheels, faces.</source>
        <translation>局部合成完整的事物，无论它在照片的何处：花朵、车轮、面孔。</translation>
    </message>
    <message>
        <source>Each place sees the whole photo.</source>
        <translation>每个位置都能看到整张照片。</translation>
    </message>
    <message>
        <source>Each place sees {percent} % of the photo&apos;s width.</source>
        <translation>每个位置看到照片宽度的 {percent}%。</translation>
    </message>
    <message>
        <source>{what} {sees}</source>
        <translation>{what}{sees}</translation>
    </message>
    <message>
        <source>The very first filters: each is moved over the whole photo and answers where the photo looks like it, an edge, a spot or a colour.</source>
        <translation>最初的滤波器：每一个都在整张照片上移动，在照片与它相像的地方作出反应，例如一条边缘、一个斑点或一种颜色。</translation>
    </message>
</context>
<context>
    <name>UsePage</name>
    <message>
        <source>Camera…</source>
        <translation>相机……</translation>
    </message>
    <message>
        <source>Take a photo and name it</source>
        <translation>拍照并识别</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Name the copied image or files (Ctrl+V)</source>
        <translation>识别已复制的图像或文件 (Ctrl+V)</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹……</translation>
    </message>
    <message>
        <source>Choose a folder and name all its photos, in a table</source>
        <translation>选择一个文件夹并识别其中所有照片，列成表格</translation>
    </message>
    <message>
        <source>Choose photos…</source>
        <translation>选择照片……</translation>
    </message>
    <message>
        <source>Choose one photo or many (Ctrl+Shift+O)</source>
        <translation>选择一张或多张照片 (Ctrl+Shift+O)</translation>
    </message>
    <message>
        <source>Show the table of many photos again</source>
        <translation>重新显示多张照片的表格</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Choose photos to name</source>
        <translation>选择要识别的照片</translation>
    </message>
    <message>
        <source>Choose a folder of photos to name</source>
        <translation>选择要识别的照片文件夹</translation>
    </message>
    <message>
        <source>There is no image to paste. Copy a photo first, or drop one here.</source>
        <translation>没有可粘贴的图像。请先复制一张照片，或把照片拖到这里。</translation>
    </message>
    <message>
        <source>The image could not be kept for a moment. Is there room on the disk?</source>
        <translation>无法暂存图像。磁盘还有空间吗？</translation>
    </message>
    <message>
        <source>What the network sees</source>
        <translation>网络看到了什么</translation>
    </message>
    <message>
        <source>Show what each layer of the network sees of the photo</source>
        <translation>显示网络的每一层在照片中看到的内容</translation>
    </message>
    <message>
        <source>The answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Show again what the photo most likely shows</source>
        <translation>重新显示照片最可能是什么</translation>
    </message>
    <message>
        <source>It waits until the photos are looked at and learned.</source>
        <translation>等照片查看并学习完之后再进行。</translation>
    </message>
    <message>
        <source>It waits until the many photos are named.</source>
        <translation>等多张照片识别完之后再进行。</translation>
    </message>
    <message>
        <source>This is most likely</source>
        <translation>这很可能是</translation>
    </message>
    <message>
        <source>This is probably</source>
        <translation>这大概是</translation>
    </message>
    <message>
        <source>Not quite sure: with {percent} it could also be “{label}”.</source>
        <translation>不太确定：也有 {percent} 的可能是“{label}”。</translation>
    </message>
    <message>
        <source>It looks most like</source>
        <translation>它最像</translation>
    </message>
    <message>
        <source>Not sure: no label stands out. It may show something that is not among your labels.</source>
        <translation>不确定：没有突出的标签。照片里可能是您的标签之外的东西。</translation>
    </message>
</context>
<context>
    <name>WeightsOffer</name>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件……</translation>
    </message>
    <message>
        <source>Take the weights from a file that you have</source>
        <translation>使用您已有的权重文件</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop; what has arrived is kept, and need not come again</source>
        <translation>停止；已下载的部分会保留，无需重新下载</translation>
    </message>
    <message>
        <source>How much of the weights has arrived</source>
        <translation>权重的下载进度</translation>
    </message>
    <message>
        <source>The weights of {network}</source>
        <translation>{network} 的权重</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Go on downloading</source>
        <translation>继续下载</translation>
    </message>
    <message>
        <source>Download ({size})</source>
        <translation>下载 ({size})</translation>
    </message>
    <message>
        <source>Get {size} from {address}</source>
        <translation>从 {address} 获取 {size}</translation>
    </message>
    <message>
        <source>from {host} · {licence}</source>
        <translation>来自 {host} · {licence}</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} / {all}</translation>
    </message>
    <message>
        <source>checking …</source>
        <translation>正在检查……</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>No photos at hand?</source>
        <translation>手边没有照片？</translation>
    </message>
    <message>
        <source>Make a sample project…</source>
        <translation>创建示例项目……</translation>
    </message>
    <message>
        <source>Choose where the drawn photos go</source>
        <translation>选择存放所绘照片的位置</translation>
    </message>
    <message>
        <source>Drawing sample photos</source>
        <translation>正在绘制示例照片</translation>
    </message>
    <message>
        <source>flowerdesk draws flowers of five kinds, and learns to tell them apart.</source>
        <translation>flowerdesk 会画出五种花，并学习区分它们。</translation>
    </message>
    <message>
        <source>Where should the folder of sample photos be?</source>
        <translation>示例照片文件夹放在哪里？</translation>
    </message>
    <message>
        <source>Sample flowers</source>
        <translation>示例花卉</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Drawing photo {done} of {total} …</source>
        <translation>正在绘制第 {done} 张照片，共 {total} 张……</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>打开项目……</translation>
    </message>
    <message>
        <source>Choose a project file (Ctrl+O)</source>
        <translation>选择项目文件 (Ctrl+O)</translation>
    </message>
    <message>
        <source>Projects that you open are listed here.</source>
        <translation>您打开过的项目会列在这里。</translation>
    </message>
    <message>
        <source>{path} is not there any more. Open it from where it is now.</source>
        <translation>{path} 已不在那里。请从它现在的位置打开。</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Choose the folder of photos</source>
        <translation>选择照片文件夹</translation>
    </message>
</context>
<context>
    <name>_Cell</name>
    <message>
        <source>{label}, {percent} alike</source>
        <translation>{label}，相像度 {percent}</translation>
    </message>
</context>
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%Ln photo(s) came after the map was drawn.</source>
        <translation>
            <numerusform>有 %Ln 张照片在地图绘制之后加入。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) not on the map: the network has not looked at them yet.</source>
        <translation>
            <numerusform>有 %Ln 张照片不在地图上：网络还没有看过它们。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) not on the map: they could not be used.</source>
        <translation>
            <numerusform>有 %Ln 张照片不在地图上：它们无法使用。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Delegate</name>
    <message>
        <source>It cannot be shown</source>
        <translation>无法显示</translation>
    </message>
</context>
<context>
    <name>_Thumbnail</name>
    <message>
        <source>The photo that was looked at last</source>
        <translation>最近查看的照片</translation>
    </message>
</context>
</TS>
