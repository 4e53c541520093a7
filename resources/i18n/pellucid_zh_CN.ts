<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ActiveRun</name>
    <message>
        <source>Everything up to step {} is saved.</source>
        <translation>第 {} 步及之前的内容都已保存。</translation>
    </message>
    <message>
        <source>Nothing was saved yet.</source>
        <translation>还没有保存任何内容。</translation>
    </message>
    <message>
        <source>The training process could not be started: {}.</source>
        <translation>训练进程无法启动：{}。</translation>
    </message>
    <message>
        <source>The system ended the training because the screen needed the graphics chip.</source>
        <translation>屏幕显示需要图形芯片，系统因此结束了训练。</translation>
    </message>
    <message>
        <source>The training was ended before it had finished saving.</source>
        <translation>训练在保存完成之前被结束了。</translation>
    </message>
    <message>
        <source>The training process ended unexpectedly (code {}).</source>
        <translation>训练进程意外结束（代码 {}）。</translation>
    </message>
</context>
<context>
    <name>AlternativesPopup</name>
    <message>
        <source>Type a word to start from here…</source>
        <translation>输入一个词，从这里重新开始…</translation>
    </message>
    <message>
        <source>A word to start from</source>
        <translation>从这个词开始</translation>
    </message>
    <message>
        <source>Instead of “{word}”</source>
        <translation>替换“{word}”</translation>
    </message>
    <message>
        <source>Choosing one keeps what stands before it and decodes the rest again.</source>
        <translation>选择一个词：前面的保留，后面的重新解码。</translation>
    </message>
    <message>
        <source>Other translations</source>
        <translation>其他译文</translation>
    </message>
    <message>
        <source>What the search found, in its order, with log-probabilities. Click one to use it.</source>
        <translation>搜索找到的译文，按搜索的顺序，注明对数概率。点击即可采用。</translation>
    </message>
</context>
<context>
    <name>AttentionCard</name>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>连线</translation>
    </message>
    <message>
        <source>How attention is drawn</source>
        <translation>注意力的画法</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>按词</translation>
    </message>
    <message>
        <source>Pieces of a word joined: summed over the key, the mean over the query</source>
        <translation>把一个词的各片合起来：键求和，查询取平均</translation>
    </message>
    <message>
        <source>Mean of heads</source>
        <translation>各头平均</translation>
    </message>
    <message>
        <source>The mean hides what single heads do</source>
        <translation>取平均会掩盖各个头所做的事</translation>
    </message>
    <message>
        <source>Alone</source>
        <translation>单独</translation>
    </message>
    <message>
        <source>One head over the whole card; Esc goes back</source>
        <translation>一个头占满整张卡片；按 Esc 返回</translation>
    </message>
    <message>
        <source>Attention as lines</source>
        <translation>连线表示的注意力</translation>
    </message>
    <message>
        <source>Encoder self</source>
        <translation>编码器自注意力</translation>
    </message>
    <message>
        <source>Decoder masked self</source>
        <translation>解码器掩码自注意力</translation>
    </message>
    <message>
        <source>Cross</source>
        <translation>交叉注意力</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Kind of attention</source>
        <translation>注意力的种类</translation>
    </message>
    <message>
        <source>Attention heads</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>Attention weights</source>
        <translation>注意力权重</translation>
    </message>
    <message>
        <source>Layer {number}</source>
        <translation>第 {number} 层</translation>
    </message>
    <message>
        <source>Causal mask off: cells marked “leak” are normally hidden from their row.</source>
        <translation>因果掩码已关闭：标有“泄漏”的格子平时对所在的行是隐藏的。</translation>
    </message>
    <message>
        <source>leak</source>
        <translation>泄漏</translation>
    </message>
    <message>
        <source>Target (query) × source (key)</source>
        <translation>目标（查询）× 源（键）</translation>
    </message>
    <message>
        <source>Source (query) × source (key)</source>
        <translation>源（查询）× 源（键）</translation>
    </message>
    <message>
        <source>Target (query) × target (key)</source>
        <translation>目标（查询）× 目标（键）</translation>
    </message>
    <message>
        <source>mean of all heads ({count})</source>
        <translation>所有头的平均（{count} 个）</translation>
    </message>
    <message>
        <source>by words</source>
        <translation>按词</translation>
    </message>
    <message>
        <source>aligns</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>diagonal</source>
        <translation>对角</translation>
    </message>
    <message>
        <source>previous</source>
        <translation>前一个</translation>
    </message>
    <message>
        <source>next</source>
        <translation>后一个</translation>
    </message>
    <message>
        <source>first</source>
        <translation>首个</translation>
    </message>
    <message>
        <source>end sink</source>
        <translation>聚于句末</translation>
    </message>
    <message>
        <source>even</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>{count} tokens: the picture shows {window} at a time. Drag to move, Ctrl + wheel to zoom.</source>
        <translation>{count} 个词元：图中一次显示 {window} 个。拖动可移动，Ctrl 加滚轮可缩放。</translation>
    </message>
    <message>
        <source>Show {key} again</source>
        <translation>重新显示 {key}</translation>
    </message>
    <message>
        <source>Hide {key} as a key</source>
        <translation>把键 {key} 隐藏</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
</context>
<context>
    <name>BatchCard</name>
    <message>
        <source>A batch and its padding</source>
        <translation>一个批次及其填充</translation>
    </message>
    <message>
        <source>PAD mask</source>
        <translation>PAD 掩码</translation>
    </message>
    <message>
        <source>One sentence a line, 8 at the most.</source>
        <translation>每行一句，最多 8 句。</translation>
    </message>
    <message>
        <source>Sentences of the batch</source>
        <translation>批次中的句子</translation>
    </message>
    <message>
        <source>The batch, sentence by sentence</source>
        <translation>批次，逐句显示</translation>
    </message>
    <message>
        <source>The causal mask, for comparison</source>
        <translation>因果掩码，用于对照</translation>
    </message>
    <message>
        <source>PAD hides filler of one sentence from all its positions. The causal mask hides later target positions from earlier ones; it is the same for every sentence.</source>
        <translation>PAD 掩码让一句话的所有位置都看不到它的填充。因果掩码让目标端靠前的位置看不到靠后的位置；它对每一句都相同。</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>This decoding was read from a file: to encode a batch, the model itself is needed.</source>
        <translation>这次解码是从文件读入的：要编码一个批次，需要模型本身。</translation>
    </message>
    <message>
        <source>Encoder self-attention, sentence {number}</source>
        <translation>编码器自注意力，第 {number} 句</translation>
    </message>
    <message>
        <source>Tokens of sentence {number}</source>
        <translation>第 {number} 句的词元</translation>
    </message>
    <message>
        <source>Tokens: {real}, PAD: {pads}. PAD changes the encoder&apos;s output of the real tokens by {leak} at the most.</source>
        <translation>词元：{real}，PAD：{pads}。PAD 对真实词元的编码器输出的改变最多为 {leak}。</translation>
    </message>
    <message>
        <source>Encoded with the lab&apos;s edits ({count}). A hidden key is hidden at its place in every sentence. What is changed in the decoder changes nothing here: a batch is only encoded.</source>
        <translation>按实验室的改动（{count} 项）编码。隐藏的键在每个句子的同一位置上隐藏。对解码器的改动在这里不起作用：批次只做编码。</translation>
    </message>
    <message>
        <source>Point at a cell, or go over a matrix with the arrow keys, to read its weight.</source>
        <translation>指向一个格子，或用方向键在矩阵上移动，即可读出它的权重。</translation>
    </message>
</context>
<context>
    <name>BeamCard</name>
    <message>
        <source>Beam search</source>
        <translation>束搜索</translation>
    </message>
    <message>
        <source>Beam size</source>
        <translation>束宽</translation>
    </message>
    <message>
        <source>Length penalty α</source>
        <translation>长度惩罚 α</translation>
    </message>
    <message>
        <source>Tree of the beam search</source>
        <translation>束搜索的树</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>This decoding was read from a file: to search, the model itself is needed.</source>
        <translation>这次解码是从文件读入的：要搜索，需要模型本身。</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>已剪去</translation>
    </message>
    <message>
        <source>{prefix}: {fate}. log p {log_prob} ÷ lp {penalty} = {score}; rank {rank}</source>
        <translation>{prefix}：{fate}。log p {log_prob} ÷ lp {penalty} = {score}；第 {rank} 名</translation>
    </message>
    <message>
        <source>One column a length; below each token log p → score = log p ÷ {penalty}. Pruned ones are grey and struck through; considered and pruned besides: {count}.</source>
        <translation>每个长度一列；词元下方为 log p → 得分 = log p ÷ {penalty}。被剪去的为灰色并划线；此外考虑过并剪去的：{count} 个。</translation>
    </message>
</context>
<context>
    <name>BlockCard</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Sub-steps of the block</source>
        <translation>该模块的子步骤</translation>
    </message>
    <message>
        <source>One sub-step, enlarged</source>
        <translation>放大的一个子步骤</translation>
    </message>
    <message>
        <source>Layer {number}</source>
        <translation>第 {number} 层</translation>
    </message>
    <message>
        <source>Head {number}</source>
        <translation>第 {number} 头</translation>
    </message>
    <message>
        <source>Every value comes from the pass in view. Hover to read one exactly; double-click a matrix to enlarge it.</source>
        <translation>每个数值都来自当前这一遍计算。悬停可读精确值；双击矩阵可放大。</translation>
    </message>
    <message>
        <source>sentence</source>
        <translation>个句子</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>个头</translation>
    </message>
    <message>
        <source>target positions</source>
        <translation>个目标位置</translation>
    </message>
    <message>
        <source>source tokens</source>
        <translation>个源词元</translation>
    </message>
    <message>
        <source>numbers each</source>
        <translation>个数（每个位置）</translation>
    </message>
    <message>
        <source>numbers a head</source>
        <translation>个数（每个头）</translation>
    </message>
    <message>
        <source>tokens of the vocabulary</source>
        <translation>个词表词元</translation>
    </message>
    <message>
        <source>head</source>
        <translation>个头</translation>
    </message>
    <message>
        <source>target position</source>
        <translation>个目标位置</translation>
    </message>
    <message>
        <source>source token</source>
        <translation>个源词元</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>KV cache: row {now} computed now, {kept} kept</source>
        <translation>KV 缓存：第 {now} 行刚算出，{kept} 行保留</translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性层</translation>
    </message>
    <message>
        <source>Decoder: feed-forward</source>
        <translation>解码器：前馈网络</translation>
    </message>
    <message>
        <source>Encoder: feed-forward</source>
        <translation>编码器：前馈网络</translation>
    </message>
    <message>
        <source>Cross-attention</source>
        <translation>交叉注意力</translation>
    </message>
    <message>
        <source>Masked self-attention</source>
        <translation>带掩码的自注意力</translation>
    </message>
    <message>
        <source>Self-attention</source>
        <translation>自注意力</translation>
    </message>
    <message>
        <source>Source: embedding and position</source>
        <translation>源端：嵌入与位置</translation>
    </message>
    <message>
        <source>Target: embedding and position</source>
        <translation>目标端：嵌入与位置</translation>
    </message>
    <message>
        <source>Computed once for the whole sentence, from the encoder&apos;s output.</source>
        <translation>由编码器的输出对整句计算一次。</translation>
    </message>
    <message>
        <source>Token embedding</source>
        <translation>词元嵌入</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Sines and cosines: one wavelength a pair of columns.</source>
        <translation>正弦与余弦：每对列一个波长。</translation>
    </message>
    <message>
        <source>All sines first, then all cosines.</source>
        <translation>先是全部正弦，后是全部余弦。</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>相加</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Queries Q</source>
        <translation>查询 Q</translation>
    </message>
    <message>
        <source>Keys K</source>
        <translation>键 K</translation>
    </message>
    <message>
        <source>Values V</source>
        <translation>值 V</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>How well each query fits each key.</source>
        <translation>每个查询与每个键的契合程度。</translation>
    </message>
    <message>
        <source>Scaled scores</source>
        <translation>缩放后的得分</translation>
    </message>
    <message>
        <source>So that the softmax does not saturate.</source>
        <translation>使 softmax 不致饱和。</translation>
    </message>
    <message>
        <source>Masked scores</source>
        <translation>加掩码后的得分</translation>
    </message>
    <message>
        <source>−∞ where a query may not look.</source>
        <translation>查询不许看的地方为 −∞。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Each row sums to 1.</source>
        <translation>每行之和为 1。</translation>
    </message>
    <message>
        <source>Output of the head</source>
        <translation>这个头的输出</translation>
    </message>
    <message>
        <source>The values, mixed by the weights.</source>
        <translation>按权重混合的值。</translation>
    </message>
    <message>
        <source>Heads side by side</source>
        <translation>各头拼接</translation>
    </message>
    <message>
        <source>Output projection</source>
        <translation>输出投影</translation>
    </message>
    <message>
        <source>Skip connection</source>
        <translation>残差连接</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>相加</translation>
    </message>
    <message>
        <source>Before the norm.</source>
        <translation>归一化之前。</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>LayerNorm: each position by itself, to mean 0 and variance 1; then γ and β.</source>
        <translation>LayerNorm：每个位置单独处理，使均值为 0、方差为 1，再用 γ 和 β。</translation>
    </message>
    <message>
        <source>Not part of the model: mean and variance of each column over these positions. It would mix what the tokens around say into every token, and change with the length.</source>
        <translation>不属于模型：每一列在这些位置上取均值和方差。它会把周围词元的内容混入每个词元，并随长度而变。</translation>
    </message>
    <message>
        <source>For comparison: BatchNorm</source>
        <translation>对照：BatchNorm</translation>
    </message>
    <message>
        <source>First layer</source>
        <translation>第一层</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Last hidden state</source>
        <translation>最后的隐状态</translation>
    </message>
    <message>
        <source>Logits</source>
        <translation>Logits</translation>
    </message>
    <message>
        <source>The most probable tokens of all.</source>
        <translation>其中概率最大的词元。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Filtered by top-k and top-p</source>
        <translation>经 top-k 与 top-p 过滤</translation>
    </message>
    <message>
        <source>Hatched: cannot be drawn.</source>
        <translation>斜线：不会被抽到。</translation>
    </message>
    <message>
        <source>Normalised</source>
        <translation>归一化后</translation>
    </message>
    <message>
        <source>What a token is drawn by.</source>
        <translation>抽取词元所依据的概率。</translation>
    </message>
</context>
<context>
    <name>BranchesCard</name>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Δ log p to main</source>
        <translation>与主分支的 Δ log p</translation>
    </message>
    <message>
        <source>Whole sentence</source>
        <translation>整句</translation>
    </message>
    <message>
        <source>log p</source>
        <translation>log p</translation>
    </message>
    <message>
        <source>Click a next token to force it: the text runs on from there as a new branch.</source>
        <translation>点击某个候选词元即可强制选它：译文由此成为一条新分支，继续生成。</translation>
    </message>
</context>
<context>
    <name>CellReadout</name>
    <message>
        <source>Cell</source>
        <translation>单元格</translation>
    </message>
    <message>
        <source>score q·k ÷ √d_k, before the softmax</source>
        <translation>分数 q·k ÷ √d_k，softmax 之前</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>已掩盖</translation>
    </message>
    <message>
        <source>{query} attends to {key}, {value}</source>
        <translation>{query} 注意 {key}，{value}</translation>
    </message>
</context>
<context>
    <name>ChangedLines</name>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the kinds of change</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>Lines changed: {count} ({kinds})</source>
        <translation>改动过的行：{count}（{kinds}）</translation>
    </message>
</context>
<context>
    <name>ChecksLine</name>
    <message>
        <source>Self-check</source>
        <translation>自检</translation>
    </message>
    <message>
        <source>rows sum to 1</source>
        <translation>各行之和为 1</translation>
    </message>
    <message>
        <source>masked weights are 0</source>
        <translation>被掩盖的权重为 0</translation>
    </message>
    <message>
        <source>replayed logits equal the decoder&apos;s</source>
        <translation>重放的 logits 与解码器一致</translation>
    </message>
    <message>
        <source>{count} compared; the largest deviation is {worst}</source>
        <translation>比较了 {count} 个；最大偏差为 {worst}</translation>
    </message>
</context>
<context>
    <name>CodeCombo</name>
    <message>
        <source>Translates into</source>
        <translation>译入语言</translation>
    </message>
    <message>
        <source>The language that this model of several is to translate into</source>
        <translation>这个多语言模型要译入的语言</translation>
    </message>
    <message>
        <source>Into…</source>
        <translation>译入…</translation>
    </message>
</context>
<context>
    <name>ColumnQuestion</name>
    <message>
        <source>Take these</source>
        <translation>采用这两列</translation>
    </message>
    <message>
        <source>The first row names them</source>
        <translation>第一行是列名</translation>
    </message>
    <message>
        <source>Column of the source</source>
        <translation>源语所在列</translation>
    </message>
    <message>
        <source>Column of the target</source>
        <translation>译文所在列</translation>
    </message>
    <message>
        <source>What divides the columns</source>
        <translation>分隔各列的符号</translation>
    </message>
    <message>
        <source>No sign was found that divides the columns of {file}. Type it, and choose which columns are the sentences, source and target.</source>
        <translation>没有找到分隔 {file} 各列的符号。请输入该符号，并选择哪两列是原文和译文句子。</translation>
    </message>
    <message>
        <source>A space divides no columns: the sentences have spaces too. Type another sign.</source>
        <translation>空格不能分隔各列：句子里也有空格。请输入其他符号。</translation>
    </message>
    <message>
        <source>sign</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>Another sign that divides the columns</source>
        <translation>分隔各列的其他符号</translation>
    </message>
    <message>
        <source>another</source>
        <translation>其他符号</translation>
    </message>
    <message>
        <source>The first rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>{file} has {count} columns. Which are the sentences, source and target?</source>
        <translation>{file} 有 {count} 列。哪两列是原文和译文？</translation>
    </message>
    <message>
        <source>More than one sign may divide the columns of {file}. Choose it, and which columns are the sentences, source and target.</source>
        <translation>{file} 的各列可能由不止一种符号分隔。请选择分隔符，并选择哪两列是原文和译文句子。</translation>
    </message>
    <message>
        <source>{} source</source>
        <translation>{} 原文</translation>
    </message>
    <message>
        <source>{} target</source>
        <translation>{} 译文</translation>
    </message>
</context>
<context>
    <name>CompareCard</name>
    <message>
        <source>Side by side</source>
        <translation>并排比较</translation>
    </message>
    <message>
        <source>with</source>
        <translation>与</translation>
    </message>
    <message>
        <source>What to compare with</source>
        <translation>与什么比较</translation>
    </message>
    <message>
        <source>choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Target tokens</source>
        <translation>目标端词元</translation>
    </message>
    <message>
        <source>Attention weights</source>
        <translation>注意力权重</translation>
    </message>
    <message>
        <source>Most probable next tokens</source>
        <translation>最可能的下一个词元</translation>
    </message>
    <message>
        <source>Decoding with the other model…</source>
        <translation>正在用另一个模型解码…</translation>
    </message>
    <message>
        <source>There is one branch only. Click a next token to force it, or choose another model or checkpoint above.</source>
        <translation>目前只有一个分支。点击一个候选词元可强制选它，或在上方另选模型或检查点。</translation>
    </message>
    <message>
        <source>Tokens that are the same from the start: {count}.</source>
        <translation>从开头起相同的词元：{count} 个。</translation>
    </message>
    <message>
        <source>Underlined: not in the other.</source>
        <translation>带下划线的：另一边没有。</translation>
    </message>
    <message>
        <source>Change in log p: {value}.</source>
        <translation>log p 的变化：{value}。</translation>
    </message>
    <message>
        <source>Their attention has other rows or columns here and cannot be subtracted.</source>
        <translation>两者此处的注意力行列不同，无法相减。</translation>
    </message>
    <message>
        <source>Change in attention of this head up to here: {value} (0 the same, 1 nothing in common).</source>
        <translation>到此为止这个头的注意力变化：{value}（0 为相同，1 为毫无共同之处）。</translation>
    </message>
    <message>
        <source>Branch {number}</source>
        <translation>分支 {number}</translation>
    </message>
    <message>
        <source>Main branch</source>
        <translation>主分支</translation>
    </message>
    <message>
        <source>Not in the list, for they do not read {language}: {models}</source>
        <translation>未列出（读不了{language}）：{models}</translation>
    </message>
    <message>
        <source>with the lab&apos;s edits</source>
        <translation>带实验室的改动</translation>
    </message>
    <message>
        <source>without the lab&apos;s edits</source>
        <translation>不带实验室的改动</translation>
    </message>
</context>
<context>
    <name>ComparisonCard</name>
    <message>
        <source>Side by side; the dotted curves are the other run&apos;s</source>
        <translation>并排比较；点线是另一次训练的曲线</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Best BLEU</source>
        <translation>最佳 BLEU</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Tuned from</source>
        <translation>微调自</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>{} (other sentences)</source>
        <translation>{}（其他句子）</translation>
    </message>
    <message>
        <source>{} (other pairs)</source>
        <translation>{}（句对不同）</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; should be a regular expression: {1}</source>
        <translation>“{0}”应为正则表达式：{1}</translation>
    </message>
    <message>
        <source>Another training is running on this machine{0}: they share its cores and its memory, and each takes longer than alone.</source>
        <translation>这台电脑上另有训练正在运行{0}：它们共用处理器核心和内存，各自都比单独运行时慢。</translation>
    </message>
    <message>
        <source>Expecting &apos;,&apos; delimiter</source>
        <translation>此处应为逗号</translation>
    </message>
    <message>
        <source>Expecting &apos;:&apos; delimiter</source>
        <translation>此处应为冒号</translation>
    </message>
    <message>
        <source>Expecting property name enclosed in double quotes</source>
        <translation>此处应为双引号中的属性名</translation>
    </message>
    <message>
        <source>Expecting value</source>
        <translation>此处应为一个值</translation>
    </message>
    <message>
        <source>Extra data</source>
        <translation>后面有多余的内容</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>同名文件已存在</translation>
    </message>
    <message>
        <source>Invalid control character at</source>
        <translation>有不允许的控制字符</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>这是一个文件夹</translation>
    </message>
    <message>
        <source>JSON nested too deep; expected {0}</source>
        <translation>JSON 嵌套过深；应为 {0}</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>这不是文件夹</translation>
    </message>
    <message>
        <source>Pairs left out of the training, because they share a sentence with the development set: {0}.</source>
        <translation>因与开发集有相同的句子而不参与训练的句对：{0}。</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统是只读的</translation>
    </message>
    <message>
        <source>The checkpoint of before the first step is damaged. Nothing was learned yet, so the training begins again from the start.</source>
        <translation>第一步之前的检查点已损坏。此时还没有学到任何东西，因此训练从头开始。</translation>
    </message>
    <message>
        <source>The layout has no place for the language that this model was told: there, begin each source with {0}.</source>
        <translation>那种格式无处记下这个模型选定的语言：在那里请以 {0} 开始每句原文。</translation>
    </message>
    <message>
        <source>The loss became infinite at step {0}.</source>
        <translation>损失在第 {0} 步变为无穷大。</translation>
    </message>
    <message>
        <source>The training loss rose from {0} to {1} by step {2}.</source>
        <translation>到第 {2} 步，训练损失从 {0} 升到了 {1}。</translation>
    </message>
    <message>
        <source>There are too few different sentences to set some aside: the scores are those of sentences that it also learns from, and better than on new ones.</source>
        <translation>不同的句子太少，无法留出一部分：得分来自它也从中学习的句子，会比在新句子上好。</translation>
    </message>
    <message>
        <source>There is general text for {0} of the sentences learned from, not for the {1} that were asked for.</source>
        <translation>通用文本只够占所学句子的 {0}，达不到所要求的 {1}。</translation>
    </message>
    <message>
        <source>This model&apos;s LayerNorm adds {0} to the variance, and that layout&apos;s {1}: the last digits of its probabilities differ there, as a rule no translation.</source>
        <translation>这个模型的 LayerNorm 给方差加上 {0}，而那种格式的加上 {1}：在那里概率的末几位会不同，译文一般不变。</translation>
    </message>
    <message>
        <source>This run was rolled back: as it is trained further, its model is the tuned one again. Roll back once more afterwards where that is no better.</source>
        <translation>此次训练已恢复为原模型：继续训练时，其模型又换回微调后的模型。之后若没有变好，可再次恢复原模型。</translation>
    </message>
    <message>
        <source>This run was trained by {0} and goes on with {1}: the last bits of its losses will differ from those of a run that was never interrupted.</source>
        <translation>这次训练原来用 {0}，现在用 {1} 继续：损失的最后几位会与从未中断的训练有所不同。</translation>
    </message>
    <message>
        <source>To need less memory, each batch is computed in {0} parts: that takes a little longer, and learns the same.</source>
        <translation>为了少占内存，每个批次分成 {0} 部分计算：稍慢一些，学到的相同。</translation>
    </message>
    <message>
        <source>Unterminated string starting at</source>
        <translation>字符串没有结束</translation>
    </message>
    <message>
        <source>a TMX file holds many languages: the model must say which it writes</source>
        <translation>TMX 文件含有多种语言：模型必须说明它译成哪种语言</translation>
    </message>
    <message>
        <source>a carriage return stands within a cell without quotes in {0}</source>
        <translation>没有引号的单元格中有回车符：{0}</translation>
    </message>
    <message>
        <source>a line of over {0} characters; expected one sentence a line</source>
        <translation>有一行超过 {0} 个字符；应为每行一句</translation>
    </message>
    <message>
        <source>a mark stands many times in a row. Is it a table of contents or of figures?</source>
        <translation>同一标点连续出现多次。这是目录或数字表吗？</translation>
    </message>
    <message>
        <source>a quote opens in {0} and does not close within {1} lines; close it, or say --quote none if quotes are letters like others</source>
        <translation>{0} 中的引号在 {1} 行内没有关闭；请补上，若引号只是普通字符，命令行上可用 --quote none 说明</translation>
    </message>
    <message>
        <source>a reviewer rejected them. Is there a later version of the file?</source>
        <translation>审校者退回了它们。这个文件有更新的版本吗？</translation>
    </message>
    <message>
        <source>a rule may have {0} characters on a side</source>
        <translation>规则每一侧最多 {0} 个字符</translation>
    </message>
    <message>
        <source>a rule needs something to look for</source>
        <translation>规则需要有要查找的内容</translation>
    </message>
    <message>
        <source>a sentence of over {0} characters is not kept in the memory</source>
        <translation>超过 {0} 个字符的句子不存入记忆库</translation>
    </message>
    <message>
        <source>a share of general sentences needs general sentences: give --general FILE too</source>
        <translation>要设通用句子的比例，就要有通用句子：请同时给出 --general FILE</translation>
    </message>
    <message>
        <source>a side is longer than a sentence. If paragraphs are meant, raise max_chars</source>
        <translation>有一边比一个句子长。若要保留段落，请提高每边的字符上限</translation>
    </message>
    <message>
        <source>a tensor is not described by a storage, an offset, a shape and strides</source>
        <translation>有一个张量没有用存储、偏移、形状和步长来描述</translation>
    </message>
    <message>
        <source>a tensor&apos;s numbers are not where they should be</source>
        <translation>有一个张量的数值不在应在的位置</translation>
    </message>
    <message>
        <source>a tensor&apos;s numbers are of an unknown kind</source>
        <translation>有一个张量的数值类型未知</translation>
    </message>
    <message>
        <source>a translation without msgid</source>
        <translation>有译文而没有 msgid</translation>
    </message>
    <message>
        <source>an entry of over {0} characters</source>
        <translation>一个条目超过 {0} 个字符</translation>
    </message>
    <message>
        <source>at most {0} for {1} pairs; more would each be seen too seldom</source>
        <translation>{1} 对句子最多 {0}；再多则每个出现得太少</translation>
    </message>
    <message>
        <source>at most {0} sentences can be pinned, not {1}</source>
        <translation>最多可固定 {0} 个句子，而不是 {1} 个</translation>
    </message>
    <message>
        <source>both sides are the same text. Is the file translated; if a table, are these its right columns?</source>
        <translation>两边文字相同。文件翻译过吗？如果是表格，选的列对吗？</translation>
    </message>
    <message>
        <source>bpe_dropout should be 0 for a model with an imported vocabulary: it has no merges that could be left out</source>
        <translation>词表为导入的模型，bpe_dropout 应为 0：它没有可以略去的合并</translation>
    </message>
    <message>
        <source>column {0} seems to hold text in {1} already and was left as it is: the translation stands in column {2}, in the place of the source. --into {3} fills only the cells that are empty there</source>
        <translation>第 {0} 列似乎已有 {1} 文本，未作改动：译文写在第 {2} 列，替换了原文。用 --into {3} 则只填写该列的空单元格</translation>
    </message>
    <message>
        <source>corpus &quot;{0}&quot;: {1} should be {2}, and is {3}</source>
        <translation>语料“{0}”：{1} 应为 {2}，实为 {3}</translation>
    </message>
    <message>
        <source>cut short while it was read</source>
        <translation>读取时被截断</translation>
    </message>
    <message>
        <source>elements nested over {0} deep; no corpus is. Export the file again</source>
        <translation>元素嵌套超过 {0} 层；语料不会如此。请重新导出文件</translation>
    </message>
    <message>
        <source>entries marked fuzzy: {0}; they get another text and stay marked, for nobody has approved it</source>
        <translation>标为 fuzzy 的条目：{0}；它们得到新的译文并仍带标记，因为没有人审核过</translation>
    </message>
    <message>
        <source>entry {0}, line {1}</source>
        <translation>条目 {0}，第 {1} 行</translation>
    </message>
    <message>
        <source>every source token would be hidden: one at least must be left to look at</source>
        <translation>这样会遮住源句的所有词元：至少要留一个可看</translation>
    </message>
    <message>
        <source>expected &quot;pieces&quot;: 1, found {0}</source>
        <translation>应为 &quot;pieces&quot;: 1，实为 {0}</translation>
    </message>
    <message>
        <source>expected &lt;tmx&gt;, found &lt;{0}&gt;</source>
        <translation>应为 &lt;tmx&gt;，实为 &lt;{0}&gt;</translation>
    </message>
    <message>
        <source>expected &lt;xliff&gt;, found &lt;{0}&gt;</source>
        <translation>应为 &lt;xliff&gt;，实为 &lt;{0}&gt;</translation>
    </message>
    <message>
        <source>expected XML, but line {0}: {1}</source>
        <translation>应为 XML，但第 {0} 行：{1}</translation>
    </message>
    <message>
        <source>expected a CTranslate2 model of version 2 to 6, found {0}</source>
        <translation>应为 2 至 6 版的 CTranslate2 模型，实为 {0}</translation>
    </message>
    <message>
        <source>expected a PO file, but of {0} entries {1} can be read</source>
        <translation>应为 PO 文件，但 {0} 个条目中只有 {1} 个可读</translation>
    </message>
    <message>
        <source>expected a PO file, but the msgid of line {0} cannot be read; it goes on in the lines right below it, in quotes</source>
        <translation>应为 PO 文件，但第 {0} 行的 msgid 无法读取；它应在紧接的各行中用引号续写</translation>
    </message>
    <message>
        <source>expected a PO file, found no msgid</source>
        <translation>应为 PO 文件，但没有 msgid</translation>
    </message>
    <message>
        <source>expected a PO file: {0}</source>
        <translation>应为 PO 文件：{0}</translation>
    </message>
    <message>
        <source>expected a SentencePiece model, but it is damaged (one of its pieces is no text)</source>
        <translation>应为 SentencePiece 模型，但已损坏（有一个片段不是文本）</translation>
    </message>
    <message>
        <source>expected a SentencePiece model, but it is damaged or cut short: get it anew</source>
        <translation>应为 SentencePiece 模型，但已损坏或不完整：请重新获取</translation>
    </message>
    <message>
        <source>expected a TBX termbase with termEntry or conceptEntry, found &lt;{0}&gt;</source>
        <translation>应为含 termEntry 或 conceptEntry 的 TBX 术语库，实为 &lt;{0}&gt;</translation>
    </message>
    <message>
        <source>expected a Transformer with encoder and decoder ({0}), found {1}: other kinds cannot be opened</source>
        <translation>应为带编码器和解码器的 Transformer（{0}），实为 {1}：别的种类无法打开</translation>
    </message>
    <message>
        <source>expected a Word document (.docx), but it is damaged or no such file: {0}</source>
        <translation>应为 Word 文档（.docx），但已损坏或并非此类文件：{0}</translation>
    </message>
    <message>
        <source>expected a Word document, found a ZIP file without {0}</source>
        <translation>应为 Word 文档，实为不含 {0} 的 ZIP 文件</translation>
    </message>
    <message>
        <source>expected a Word document, found no text part in it: {0}</source>
        <translation>应为 Word 文档，其中却没有正文部分：{0}</translation>
    </message>
    <message>
        <source>expected a dictionary of tensors, found {0}</source>
        <translation>应为张量的字典，实为 {0}</translation>
    </message>
    <message>
        <source>expected a file that torch.save wrote, found something else</source>
        <translation>应为 torch.save 写出的文件，实为其他文件</translation>
    </message>
    <message>
        <source>expected a list of words, found {0}</source>
        <translation>应为词的列表，实为 {0}</translation>
    </message>
    <message>
        <source>expected a sentence and its translation, and one of them is empty</source>
        <translation>应为一个句子及其译文，而其中一个是空的</translation>
    </message>
    <message>
        <source>expected a word to start from</source>
        <translation>应有一个可以作为起点的词</translation>
    </message>
    <message>
        <source>expected an object of rules, found {0}</source>
        <translation>应为规则的对象，实为 {0}</translation>
    </message>
    <message>
        <source>expected comma-separated values: {0}</source>
        <translation>应为逗号分隔的数据：{0}</translation>
    </message>
    <message>
        <source>expected names of tensors, found a {0}</source>
        <translation>应为张量的名称，实为 {0}</translation>
    </message>
    <message>
        <source>expected one data.pkl in it, found {0}: a file that torch.save wrote has one</source>
        <translation>其中应有一个 data.pkl，实有 {0}：torch.save 写出的文件都有一个</translation>
    </message>
    <message>
        <source>expected source and target with a {0} between them, found no {1} in {2}</source>
        <translation>应为以 {0} 分开的原文和译文，但没有 {1}：{2}</translation>
    </message>
    <message>
        <source>expected subtitles with times such as 00:00:01,000 --&gt; 00:00:02,000, found none</source>
        <translation>应为带时间（如 00:00:01,000 --&gt; 00:00:02,000）的字幕，但没有找到</translation>
    </message>
    <message>
        <source>expected text in double quotes after a keyword, found &quot;{0}&quot;</source>
        <translation>关键字之后应为双引号中的文字，实为“{0}”</translation>
    </message>
    <message>
        <source>expected text, found NUL bytes: this looks like a program or a picture</source>
        <translation>应为文本，却含有 NUL 字节：这像是程序或图片</translation>
    </message>
    <message>
        <source>expected text, found a NUL</source>
        <translation>应为文字，却有 NUL 字符</translation>
    </message>
    <message>
        <source>expected texts in columns {0} and {1} of the array, found {2}</source>
        <translation>数组的第 {0} 列和第 {1} 列应为文本，实为 {2}</translation>
    </message>
    <message>
        <source>expected what is looked for, a TAB, and what replaces it</source>
        <translation>应为要查找的内容、一个制表符和替换成的内容</translation>
    </message>
    <message>
        <source>expected {0} columns, found {1} in {2}</source>
        <translation>应有 {0} 列，实有 {1} 列：{2}</translation>
    </message>
    <message>
        <source>expected {0} columns, found {1} in {2}; a TAB may stand in a sentence</source>
        <translation>应有 {0} 列，实有 {1} 列：{2}；可能有句子中含制表符</translation>
    </message>
    <message>
        <source>expected {0} columns, found {1} in {2}; a cell that holds a &quot;{3}&quot; stands in quotes</source>
        <translation>应有 {0} 列，实有 {1} 列：{2}；含有“{3}”的单元格应放在引号中</translation>
    </message>
    <message>
        <source>expected {0} text, found the byte {1} at {2}</source>
        <translation>应为 {0} 文本，但在 {2} 处有字节 {1}</translation>
    </message>
    <message>
        <source>expected {0} texts in the array, found {1} in {2}</source>
        <translation>数组中应有 {0} 条文本，在 {2} 中找到 {1} 条</translation>
    </message>
    <message>
        <source>expected {{&quot;source&quot;: ..., &quot;target&quot;: ...}}, {{&quot;translation&quot;: {{&quot;en&quot;: ..., &quot;de&quot;: ...}}}} or [&quot;...&quot;, &quot;...&quot;], found {0}</source>
        <translation>应为 {{&quot;source&quot;: ..., &quot;target&quot;: ...}}、{{&quot;translation&quot;: {{&quot;en&quot;: ..., &quot;de&quot;: ...}}}} 或 [&quot;...&quot;, &quot;...&quot;]，实为 {0}</translation>
    </message>
    <message>
        <source>half of a surrogate pair, which is no character</source>
        <translation>只有代理对的一半，不成字符</translation>
    </message>
    <message>
        <source>has no source</source>
        <translation>没有原文</translation>
    </message>
    <message>
        <source>hidden key {0}, {1}: expected a kind of attention ({2}) and a position from 0</source>
        <translation>隐藏的键 {0}、{1}：应为一种注意力（{2}）和从 0 起的位置</translation>
    </message>
    <message>
        <source>holds the languages {0}, and the model does not say between which it translates</source>
        <translation>含有语言 {0}，而模型没有说明它在哪两种语言之间翻译</translation>
    </message>
    <message>
        <source>holds the languages {0}; expected {1} and {2}, between which the model translates</source>
        <translation>含有语言 {0}；应有模型所翻译的 {1} 和 {2}</translation>
    </message>
    <message>
        <source>holds translations into {0} already ({1}), and the model translates into {2}; choose a model that translates into {3}, or an XLIFF file without translations</source>
        <translation>文件中已有 {0} 译文（{1} 条），而模型译成 {2}；请选择译成 {3} 的模型，或没有译文的 XLIFF 文件</translation>
    </message>
    <message>
        <source>it declares a document type (&lt;!DOCTYPE&gt;), which no Word document may have</source>
        <translation>它声明了文档类型（&lt;!DOCTYPE&gt;），Word 文档不允许有</translation>
    </message>
    <message>
        <source>it has no list of its storages</source>
        <translation>没有存储的列表</translation>
    </message>
    <message>
        <source>it has {0} bytes, expected at most {1}</source>
        <translation>有 {0} 字节，最多应为 {1} 字节</translation>
    </message>
    <message>
        <source>it is a Strict Open XML document; save it as an ordinary Word document (.docx)</source>
        <translation>这是 Strict Open XML 文档；请另存为普通的 Word 文档（.docx）</translation>
    </message>
    <message>
        <source>it is cut short: the numbers of its tensors are missing</source>
        <translation>文件不完整：缺少张量的数值</translation>
    </message>
    <message>
        <source>it is pre-norm, and a Marian model there is post-norm</source>
        <translation>它是前置归一化，而那里的 Marian 模型是后置归一化</translation>
    </message>
    <message>
        <source>it was begun anew: the document, the model or a setting has changed since the interrupted try</source>
        <translation>已从头翻译：自上次中断以来，文档、模型或设置有了改变</translation>
    </message>
    <message>
        <source>its LayerNorm adds {0} to the variance, and that of a Marian model {1}</source>
        <translation>它的 LayerNorm 给方差加上 {0}，而 Marian 模型的加上 {1}</translation>
    </message>
    <message>
        <source>its numbers are not little-endian</source>
        <translation>它的数值不是小端序</translation>
    </message>
    <message>
        <source>its pickle calls something that is no function; it is not run</source>
        <translation>其中的 pickle 调用了不是函数的东西；没有执行</translation>
    </message>
    <message>
        <source>its pickle calls {0}, which no dictionary of tensors needs; it is not run</source>
        <translation>其中的 pickle 调用了 {0}，张量的字典用不着它；没有执行</translation>
    </message>
    <message>
        <source>its pickle does more than describe tensors (the instruction {0}); it is not run</source>
        <translation>其中的 pickle 不只描述张量（指令 {0}）；没有执行</translation>
    </message>
    <message>
        <source>its pickle has no end</source>
        <translation>其中的 pickle 没有结尾</translation>
    </message>
    <message>
        <source>its pickle is damaged (a mark where a value should be)</source>
        <translation>其中的 pickle 已损坏（应为值的地方是标记）</translation>
    </message>
    <message>
        <source>its pickle is damaged (a name that is no text)</source>
        <translation>其中的 pickle 已损坏（有一个名称不是文本）</translation>
    </message>
    <message>
        <source>its pickle is damaged (no {0} where one should be)</source>
        <translation>其中的 pickle 已损坏（应有 {0} 的地方没有）</translation>
    </message>
    <message>
        <source>its pickle is damaged ({0})</source>
        <translation>其中的 pickle 已损坏（{0}）</translation>
    </message>
    <message>
        <source>its pickle is larger than a dictionary of tensors is</source>
        <translation>其中的 pickle 比张量的字典大</translation>
    </message>
    <message>
        <source>its positions are &quot;{0}&quot;, and those of a Marian model &quot;marian&quot;</source>
        <translation>它的位置编码是“{0}”，而 Marian 模型的是“marian”</translation>
    </message>
    <message>
        <source>its text is not cut by SentencePiece, the only way that a Marian model knows</source>
        <translation>它的文本不是用 SentencePiece 切分的，而 Marian 模型只认这一种</translation>
    </message>
    <message>
        <source>kind should be encoder_self, decoder_self or cross, and is {0}</source>
        <translation>kind 应为 encoder_self、decoder_self 或 cross，实为 {0}</translation>
    </message>
    <message>
        <source>layer should be 0 to {0}, and is {1}</source>
        <translation>层应为 0 至 {0}，实为 {1}</translation>
    </message>
    <message>
        <source>line 1 names the languages {0}; expected {1} and {2}, between which the model translates</source>
        <translation>第 1 行写的语言是 {0}；应为模型所翻译的 {1} 和 {2}</translation>
    </message>
    <message>
        <source>line {0}</source>
        <translation>第 {0} 行</translation>
    </message>
    <message>
        <source>line {0}: expected times such as 00:00:01,000 --&gt; 00:00:02,000, found &quot;{1}&quot;; this subtitle was left as it is</source>
        <translation>第 {0} 行：应为 00:00:01,000 --&gt; 00:00:02,000 这样的时间，却是“{1}”；这条字幕未作改动</translation>
    </message>
    <message>
        <source>line {0}: {1}; expected a row a term, with quotes around cells that hold a comma</source>
        <translation>第 {0} 行：{1}；应为每行一个术语，含逗号的单元格要加引号</translation>
    </message>
    <message>
        <source>names that the chart has from its table were left as they are: {0}</source>
        <translation>图表取自其数据表的名称保持原样：{0}</translation>
    </message>
    <message>
        <source>no name or no facts</source>
        <translation>没有名称或数据</translation>
    </message>
    <message>
        <source>no pair is within the model&apos;s {0} positions: expected shorter sentences, one a line</source>
        <translation>没有一对句子在模型的 {0} 个位置以内：应为较短的句子，每行一句</translation>
    </message>
    <message>
        <source>no step or no sentences</source>
        <translation>没有步骤或没有句子</translation>
    </message>
    <message>
        <source>not JSON at character {0} ({1}): {2}</source>
        <translation>第 {0} 个字符起不是 JSON（{1}）：{2}</translation>
    </message>
    <message>
        <source>not JSON that can be read: {0}</source>
        <translation>不是可读的 JSON：{0}</translation>
    </message>
    <message>
        <source>nothing to score: there are no sentences</source>
        <translation>没有可评分的内容：没有句子</translation>
    </message>
    <message>
        <source>of this table column {0} was translated, as it seems to be the one meant; --column names another</source>
        <translation>翻译了此表格的第 {0} 列，因为看起来所指的就是这一列；可用 --column 指定另一列</translation>
    </message>
    <message>
        <source>one side has no letters or figures. If it is a table, are these its right columns?</source>
        <translation>有一边没有字母或数字。如果是表格，选的列对吗？</translation>
    </message>
    <message>
        <source>one tag or comment of over 10 MB; no corpus has such. Export the file again</source>
        <translation>有一个标签或注释超过 10 MB；语料不会如此。请重新导出文件</translation>
    </message>
    <message>
        <source>over {0} characters on one side; expected a sentence</source>
        <translation>一边超过 {0} 个字符；应为一个句子</translation>
    </message>
    <message>
        <source>over {0} characters on one side; expected a sentence a line</source>
        <translation>一边超过 {0} 个字符；应为一行一句</translation>
    </message>
    <message>
        <source>pad_id, bos_id, eos_id and unk_id should differ, and are {0}; only pad_id may be bos_id too</source>
        <translation>pad_id、bos_id、eos_id 和 unk_id 应各不相同，实为 {0}；只有 pad_id 可以与 bos_id 相同</translation>
    </message>
    <message>
        <source>pad_token_id, decoder_start_token_id, eos_token_id and the id of unk_token should differ, and are {0}; only pad_token_id may be decoder_start_token_id too</source>
        <translation>pad_token_id、decoder_start_token_id、eos_token_id 和 unk_token 的编号应各不相同，实为 {0}；只有 pad_token_id 可以与 decoder_start_token_id 相同</translation>
    </message>
    <message>
        <source>pads should be 0 to {0}, and is {1}</source>
        <translation>填充数应为 0 至 {0}，实为 {1}</translation>
    </message>
    <message>
        <source>pairs {0}: {1}, kept in training as asked ({2}). Scores on it will be too good to be true</source>
        <translation>{0}的句对：{1}，按要求留在训练中（{2}）。在其上的得分会好得不真实</translation>
    </message>
    <message>
        <source>pairs {0}: {1}, left out of training; {2} lists them, and --off in_dev keeps them</source>
        <translation>{0}的句对：{1}，已从训练中去掉；{2} 列出了它们，--off in_dev 可保留它们</translation>
    </message>
    <message>
        <source>pieces of other files, which Word takes in when it opens, were left as they are: {0}</source>
        <translation>Word 打开时并入的其他文件的内容保持原样：{0}</translation>
    </message>
    <message>
        <source>port {0} of this machine is taken by another program; name another with --port, or 0 for any that is free</source>
        <translation>本机的端口 {0} 已被其他程序占用；请用 --port 指定另一个端口，或用 0 使用任一空闲端口</translation>
    </message>
    <message>
        <source>row 1 ({0}) was taken for names of the columns and left as it is; --header no translates it like the others</source>
        <translation>第 1 行（{0}）被当作各列的名称，保持原样；--header no 会把它和其他行一样翻译</translation>
    </message>
    <message>
        <source>row 1 ({0}) was translated like the others; if it only names the columns, --header yes leaves it as it is</source>
        <translation>第 1 行（{0}）和其他行一样翻译了；如果它只是各列的名称，--header yes 会让它保持原样</translation>
    </message>
    <message>
        <source>rule &quot;{0}&quot;: expected {1}, found {2}</source>
        <translation>规则“{0}”：应为 {1}，实为 {2}</translation>
    </message>
    <message>
        <source>say which it is below{0}, or save the file as UTF-8</source>
        <translation>请在下面指明编码{0}，或将文件存为 UTF-8</translation>
    </message>
    <message>
        <source>say which it is with --encoding{0}, or save the file as UTF-8</source>
        <translation>请用 --encoding{0} 指明编码，或将文件存为 UTF-8</translation>
    </message>
    <message>
        <source>sentence {0} has no reference: expected at least one</source>
        <translation>第 {0} 句没有参考译文：至少应有一个</translation>
    </message>
    <message>
        <source>special_ids should be four ids of the vocabulary, and is {0}</source>
        <translation>special_ids 应为词表中的四个编号，实为 {0}</translation>
    </message>
    <message>
        <source>state.json is not as it was written</source>
        <translation>state.json 与写入时不同</translation>
    </message>
    <message>
        <source>state.json names other files than {0} and {1}</source>
        <translation>state.json 所列的文件不是 {0} 和 {1}</translation>
    </message>
    <message>
        <source>subtitles without times that can be read: {0} in all</source>
        <translation>时间无法读取的字幕：共 {0} 条</translation>
    </message>
    <message>
        <source>text in blocks of HTML was left as it is: line {0}</source>
        <translation>HTML 块中的文字保持原样：第 {0} 行</translation>
    </message>
    <message>
        <source>text that Word computes or offers for choice (fields, lists), that tracked changes take away or that has a phonetic guide was left as it is: {0}</source>
        <translation>由 Word 计算或供选择的文本（域、列表）、被修订删去的文本或带拼音指南的文本保持原样：{0}</translation>
    </message>
    <message>
        <source>the batches never end</source>
        <translation>批次没有尽头</translation>
    </message>
    <message>
        <source>the character U+{0}, which XML does not allow (line {1})</source>
        <translation>字符 U+{0}，XML 不允许（第 {1} 行）</translation>
    </message>
    <message>
        <source>the control character U+{0} (line {1})</source>
        <translation>控制字符 U+{0}（第 {1} 行）</translation>
    </message>
    <message>
        <source>the document was changed while it was translated: this is the translation of what it was before</source>
        <translation>翻译期间文档有了改动：这是改动前内容的译文</translation>
    </message>
    <message>
        <source>the entity &amp;{0};, which nothing declares (line {1})</source>
        <translation>实体 &amp;{0};，没有任何声明（第 {1} 行）</translation>
    </message>
    <message>
        <source>the figures of their sides differ. Do the lines of both sides belong together?</source>
        <translation>两边的数字不同。两边的行是对应的吗？</translation>
    </message>
    <message>
        <source>the file declares entities of its own, which Pellucid never reads; remove its DOCTYPE, or export it again</source>
        <translation>文件声明了自己的实体，Pellucid 从不读取；请去掉它的 DOCTYPE，或重新导出</translation>
    </message>
    <message>
        <source>the file declares entities or elements of its own (&lt;!{0}), which Pellucid never reads; remove its DOCTYPE, or export it again</source>
        <translation>文件声明了自己的实体或元素（&lt;!{0}），Pellucid 从不读取；请去掉它的 DOCTYPE，或重新导出</translation>
    </message>
    <message>
        <source>the file is cut short</source>
        <translation>文件不完整</translation>
    </message>
    <message>
        <source>the file said that it goes into {0}, and had no translation yet; it was translated into {1} and says so now</source>
        <translation>文件标明的目标语言是 {0}，但还没有译文；已译成 {1}，文件也如此标明</translation>
    </message>
    <message>
        <source>the file says that it goes from {0} into {1}, and still does; it was translated from {2} into {3}</source>
        <translation>文件写明从 {0} 译成 {1}，并仍如此写明；它是从 {2} 译成 {3} 的</translation>
    </message>
    <message>
        <source>the model has no token for {0}</source>
        <translation>模型没有表示 {0} 的词元</translation>
    </message>
    <message>
        <source>the sentence would have over {0} tokens, more than the model has room for</source>
        <translation>句子会超过 {0} 个词元，模型容纳不下</translation>
    </message>
    <message>
        <source>the set to validate on has their sentences too. Was the same file given for both?</source>
        <translation>验证集里也有这些句子。是不是把同一个文件用于两处？</translation>
    </message>
    <message>
        <source>the share of general sentences should be at least 0 and less than 1, and is {0}</source>
        <translation>通用句子的比例应大于等于 0 且小于 1，实为 {0}</translation>
    </message>
    <message>
        <source>the source has {0} tokens; this model takes at most {1}</source>
        <translation>源句有 {0} 个词元；这个模型最多接受 {1} 个</translation>
    </message>
    <message>
        <source>the storage {0} is missing</source>
        <translation>缺少存储 {0}</translation>
    </message>
    <message>
        <source>the storage {0} is not the size that its tensors take</source>
        <translation>存储 {0} 的大小与其张量所需不符</translation>
    </message>
    <message>
        <source>the table is empty</source>
        <translation>表格是空的</translation>
    </message>
    <message>
        <source>the vocabulary has the piece &quot;{0}&quot; twice</source>
        <translation>词表中有两个片段“{0}”</translation>
    </message>
    <message>
        <source>the {0} term &quot;{1}&quot; has no letter or digit</source>
        <translation>{0} 侧的术语“{1}”没有字母或数字</translation>
    </message>
    <message>
        <source>the {0} term has {1} characters; expected at most {2}</source>
        <translation>{0} 侧的术语有 {1} 个字符；最多应为 {2} 个</translation>
    </message>
    <message>
        <source>the {0} term is empty</source>
        <translation>{0} 侧的术语是空的</translation>
    </message>
    <message>
        <source>their sides are too unlike in length. Do the lines of both sides belong together?</source>
        <translation>两边的长度相差太大。两边的行是对应的吗？</translation>
    </message>
    <message>
        <source>there is no column &quot;{0}&quot;: expected one of {1}, or a number from 1 to {2}</source>
        <translation>没有“{0}”列：应为 {1} 之一，或 1 至 {2} 的数字</translation>
    </message>
    <message>
        <source>there is no step {0} (0 to {1})</source>
        <translation>没有第 {0} 步（0 至 {1}）</translation>
    </message>
    <message>
        <source>they are marked as not finished. Is there a finished version of the file?</source>
        <translation>它们标为未完成。这个文件有完成的版本吗？</translation>
    </message>
    <message>
        <source>they are marked as not to be translated. Was the right file exported?</source>
        <translation>它们标为不翻译。导出的是正确的文件吗？</translation>
    </message>
    <message>
        <source>they are not in the letters of the languages named. Are the sides the other way round, or the languages others?</source>
        <translation>它们的文字不属于所说的语言。两边是否颠倒了，或者是别的语言？</translation>
    </message>
    <message>
        <source>they are not translated yet, by their state. Is there a finished version of the file?</source>
        <translation>按其状态尚未翻译。这个文件有完成的版本吗？</translation>
    </message>
    <message>
        <source>they hold control characters. Was the file exported as plain text?</source>
        <translation>它们含有控制字符。文件是以纯文本导出的吗？</translation>
    </message>
    <message>
        <source>they read as if decoded by the wrong encoding. Save the file anew, as UTF-8</source>
        <translation>它们像是用错误的编码解码的。请重新以 UTF-8 保存文件</translation>
    </message>
    <message>
        <source>they stand in the corpus before, but for case, punctuation and spaces</source>
        <translation>除大小写、标点和空格外，它们在语料前面已出现过</translation>
    </message>
    <message>
        <source>they stand in the corpus before. Was a file given twice, or does it repeat itself?</source>
        <translation>它们在语料前面已出现过。是不是同一文件给了两次，或文件内容重复？</translation>
    </message>
    <message>
        <source>this document is encrypted; save it without a password and try again</source>
        <translation>这个文档已加密；请存为不带密码的文档再试</translation>
    </message>
    <message>
        <source>this document is protected with a password, or is an old .doc file; save it as .docx without a password and try again</source>
        <translation>这个文档有密码保护，或是旧的 .doc 文件；请存为不带密码的 .docx 再试</translation>
    </message>
    <message>
        <source>this file unpacks to {0} bytes from {1}: too much for a document</source>
        <translation>这个文件从 {1} 字节解压为 {0} 字节：作为文档太大了</translation>
    </message>
    <message>
        <source>this sentence has ended: go back before choosing another token</source>
        <translation>这个句子已经结束：请先后退，再选择别的词元</translation>
    </message>
    <message>
        <source>token id {0} is outside the vocabulary (0 to {1})</source>
        <translation>词元编号 {0} 在词表之外（0 至 {1}）</translation>
    </message>
    <message>
        <source>token id {0} is outside the vocabulary of {1}</source>
        <translation>词元编号 {0} 在大小为 {1} 的词表之外</translation>
    </message>
    <message>
        <source>tokens should be a list of str</source>
        <translation>tokens 应为字符串的列表</translation>
    </message>
    <message>
        <source>tuv has no language</source>
        <translation>tuv 没有语言</translation>
    </message>
    <message>
        <source>unit {0}, segment {1}</source>
        <translation>单元 {0}，片段 {1}</translation>
    </message>
    <message>
        <source>units marked not to be translated: {0}; they were left as they are</source>
        <translation>标为不译的单元：{0}；保持原样</translation>
    </message>
    <message>
        <source>unknown preset &quot;{0}&quot;; expected one of: {1}</source>
        <translation>没有预设“{0}”；应为以下之一：{1}</translation>
    </message>
    <message>
        <source>unknown rule &quot;{0}&quot;; expected one of: {1}</source>
        <translation>没有规则“{0}”；应为以下之一：{1}</translation>
    </message>
    <message>
        <source>words before the numbers of lists were left as they are: {0}</source>
        <translation>列表编号前的文字保持原样：{0}</translation>
    </message>
    <message>
        <source>written as UTF-8: {0} cannot hold the translation</source>
        <translation>已写成 UTF-8：{0} 无法容纳译文</translation>
    </message>
    <message>
        <source>{0} That is after {1} returns, each with half the learning rate (now {2}): look at the sentences, or train again with a lower rate. The best model so far is kept.</source>
        <translation>{0} 在此之前已退回 {1} 次，每次学习率减半（现为 {2}）：请检查句子，或用更低的学习率重新训练。到目前为止最好的模型已保留。</translation>
    </message>
    <message>
        <source>{0} The training went back to step {1} and goes on with half the learning rate ({2}).</source>
        <translation>{0} 训练退回到第 {1} 步，并以一半的学习率（{2}）继续。</translation>
    </message>
    <message>
        <source>{0} characters on one side; expected a sentence of at most {1}</source>
        <translation>一侧有 {0} 个字符；应为最多 {1} 个字符的句子</translation>
    </message>
    <message>
        <source>{0} could not be read and was left as it is: {1}</source>
        <translation>{0} 无法读取，保持原样：{1}</translation>
    </message>
    <message>
        <source>{0} does not begin as a .npy file of version 1 does</source>
        <translation>{0} 的开头不是第 1 版的 .npy 文件</translation>
    </message>
    <message>
        <source>{0} does not say what numbers it holds, and how many</source>
        <translation>{0} 没有说明其中是什么数值、有多少</translation>
    </message>
    <message>
        <source>{0} has no &lt;source&gt;; it was left as it is</source>
        <translation>{0} 没有 &lt;source&gt;；保持原样</translation>
    </message>
    <message>
        <source>{0} has {1} lines and {2} has {3}: expected as many in each, line i translating line i. Find the line from which they part, and put an empty line where a translation is missing</source>
        <translation>{0} 有 {1} 行，而 {2} 有 {3} 行：两者行数应相同，第 i 行互为译文。请找到从哪一行起错开，并在缺译文处留一个空行</translation>
    </message>
    <message>
        <source>{0} in {1} processes</source>
        <translation>{0}，{1} 个进程</translation>
    </message>
    <message>
        <source>{0} is compressed, which Marian never does</source>
        <translation>{0} 是压缩的，而 Marian 从不压缩</translation>
    </message>
    <message>
        <source>{0} is compressed, which torch.save never does</source>
        <translation>{0} 是压缩的，而 torch.save 从不压缩</translation>
    </message>
    <message>
        <source>{0} is damaged and was passed over: {1}</source>
        <translation>{0} 已损坏，已跳过：{1}</translation>
    </message>
    <message>
        <source>{0} is larger than a dictionary of tensors is</source>
        <translation>{0} 比张量的字典大</translation>
    </message>
    <message>
        <source>{0} is longer than the archive says</source>
        <translation>{0} 比压缩包所写的长</translation>
    </message>
    <message>
        <source>{0} is not as it was written</source>
        <translation>{0} 与写入时不同</translation>
    </message>
    <message>
        <source>{0} is part of the model that is trained further, and cannot be set</source>
        <translation>{0} 属于被继续训练的模型，不能设置</translation>
    </message>
    <message>
        <source>{0} of the letters are of {1}</source>
        <translation>{0} 的字母属于 {1}</translation>
    </message>
    <message>
        <source>{0} plural forms, which are left out as asked</source>
        <translation>{0} 个复数形式，已按要求排除</translation>
    </message>
    <message>
        <source>{0} should be base64</source>
        <translation>{0} 应为 base64</translation>
    </message>
    <message>
        <source>{0} should be {1}, and is {2}</source>
        <translation>{0} 应为 {1}，实为 {2}</translation>
    </message>
    <message>
        <source>{0} that cannot be read, the first at line {1}: {2}</source>
        <translation>{0} 无法读取，第一处在第 {1} 行：{2}</translation>
    </message>
    <message>
        <source>{0} translations for {1} references: expected as many</source>
        <translation>{0} 条译文对应 {1} 条参考译文：数目应相同</translation>
    </message>
    <message>
        <source>{0} twice in one entry</source>
        <translation>一个条目中有两个 {0}</translation>
    </message>
    <message>
        <source>{0} units have no text in {1}; they were left as they are</source>
        <translation>{0} 个单元没有 {1} 文本；保持原样</translation>
    </message>
    <message>
        <source>{0} with {1} workers</source>
        <translation>{0}，{1} 个工作线程</translation>
    </message>
    <message>
        <source>{0} with {1} workers in {2} processes</source>
        <translation>{0}，{1} 个工作线程，{2} 个进程</translation>
    </message>
    <message>
        <source>{0}, line {1}: a quote opens here and does not close within {2} characters ({3}); close it, or say so below</source>
        <translation>{0}，第 {1} 行：这里开始的引号在 {2} 个字符内没有闭合（{3}）；请补上，或在下面指明</translation>
    </message>
    <message>
        <source>{0}, line {1}: expected source and target with a TAB between them, found no TAB in {2}</source>
        <translation>{0}，第 {1} 行：应为用制表符隔开的原文和译文，但 {2} 中没有制表符</translation>
    </message>
    <message>
        <source>{0}, line {1}: expected source and target with a TAB between them, found no TAB in {2}; if it is one half of two line-aligned files, give the other too</source>
        <translation>{0} 第 {1} 行：原文和译文之间应有制表符，但 {2} 中没有；若这是两个逐行对应的文件之一，请同时给出另一个</translation>
    </message>
    <message>
        <source>{0}, line {1}: expected source and target with a TAB between them, found no TAB in {2}; if it is one half of two line-aligned files, give the other too; say --delimiter SIGN to `pellucid import` if another sign divides them. The Data page asks for it</source>
        <translation>{0} 第 {1} 行：原文和译文之间应有制表符，但 {2} 中没有；若这是两个逐行对应的文件之一，请同时给出另一个；若以其他符号分隔，请用 --delimiter 符号 告诉 `pellucid import`。数据页会询问</translation>
    </message>
    <message>
        <source>{0}, line {1}: expected text, found a NUL; if the file is UTF-16, say so below, else open it in an editor and save it as UTF-8</source>
        <translation>{0}，第 {1} 行：应为文本，却有 NUL；如果文件是 UTF-16，请在下面指明，否则请在编辑器中打开并存为 UTF-8</translation>
    </message>
    <message>
        <source>{0}, line {1}: expected text, found a NUL; if the file is UTF-16, say so with --encoding utf-16, else open it in an editor and save it as UTF-8</source>
        <translation>{0}，第 {1} 行：应为文本，却有 NUL；如果文件是 UTF-16，请用 --encoding utf-16 指明，否则请在编辑器中打开并存为 UTF-8</translation>
    </message>
    <message>
        <source>{0}, line {1}: expected {2}, found the byte {3} at column {4}</source>
        <translation>{0}，第 {1} 行：应为 {2}，但在第 {4} 列有字节 {3}</translation>
    </message>
    <message>
        <source>{0}, line {1}: over {2} cues; expected the subtitles of one film</source>
        <translation>{0}，第 {1} 行：超过 {2} 条字幕；应为一部影片的字幕</translation>
    </message>
    <message>
        <source>{0}, the text of the document, could not be read: {1}</source>
        <translation>文档的正文 {0} 无法读取：{1}</translation>
    </message>
    <message>
        <source>{0}: &quot;{1}&quot; is also on {2}, with another translation; neither is used. If both will do, write them in one row with | between</source>
        <translation>{0}：“{1}”也在 {2}，译文不同；两者都不使用。如果两个都可以，请写在一行里，中间用 | 隔开</translation>
    </message>
    <message>
        <source>{0}: &quot;{1}&quot; is not an encoding that Pellucid knows; expected one such as utf-8, {2}</source>
        <translation>{0}：“{1}”不是 Pellucid 所知的编码；应为 utf-8 等，{2}</translation>
    </message>
    <message>
        <source>{0}: activation_function: expected one of {1}, found {2}</source>
        <translation>{0}：activation_function：应为 {1} 之一，实为 {2}</translation>
    </message>
    <message>
        <source>{0}: add_source_bos: expected false; such a model cannot be opened</source>
        <translation>{0}：add_source_bos：应为 false；这样的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: another Pellucid is at work on this translation; let it end, or give this one another name or folder</source>
        <translation>{0}：另一个 Pellucid 正在做这份译文；请等它结束，或给这份换个名称或文件夹</translation>
    </message>
    <message>
        <source>{0}: architectures: expected [&quot;{1}&quot;], found {2}; others cannot be opened</source>
        <translation>{0}：architectures：应为 [&quot;{1}&quot;]，实为 {2}；别的无法打开</translation>
    </message>
    <message>
        <source>{0}: bad_words_ids: expected single tokens below {1}, such as [[{2}]], found {3}</source>
        <translation>{0}：bad_words_ids：应为小于 {1} 的单个词元，如 [[{2}]]，实为 {3}</translation>
    </message>
    <message>
        <source>{0}: before and best are translations of different sentences</source>
        <translation>{0}：之前的和最好的是不同句子的译文</translation>
    </message>
    <message>
        <source>{0}: cannot be opened: {1}</source>
        <translation>{0}：无法打开：{1}</translation>
    </message>
    <message>
        <source>{0}: cannot be read: permission denied; allow reading it, or copy it to a folder of yours</source>
        <translation>{0}：无法读取：没有权限；请允许读取，或把它复制到自己的文件夹</translation>
    </message>
    <message>
        <source>{0}: cannot be read: {1}</source>
        <translation>{0}：无法读取：{1}</translation>
    </message>
    <message>
        <source>{0}: cannot be written in the Hugging Face layout: {1}; as a .pellucid file it can</source>
        <translation>{0}：无法写成 Hugging Face 格式：{1}；可以存为 .pellucid 文件</translation>
    </message>
    <message>
        <source>{0}: cannot be written: {1}</source>
        <translation>{0}：无法写入：{1}</translation>
    </message>
    <message>
        <source>{0}: cannot be written: {1}; nothing was imported. Free some space there, or choose another folder</source>
        <translation>{0}：无法写入：{1}；没有导入任何内容。请腾出空间，或选择别的文件夹</translation>
    </message>
    <message>
        <source>{0}: data/weights.json counts {1} pairs, and data/train.tsv has {2}: start the run anew</source>
        <translation>{0}：data/weights.json 记有 {1} 对，而 data/train.tsv 有 {2} 对：请重新开始训练</translation>
    </message>
    <message>
        <source>{0}: declares the encoding &quot;{1}&quot;, which Pellucid does not know; say which it is below, or save the file as UTF-8</source>
        <translation>{0}：声明的编码是“{1}”，Pellucid 不认识；请在下面指明编码，或将文件存为 UTF-8</translation>
    </message>
    <message>
        <source>{0}: declares the encoding &quot;{1}&quot;, which Pellucid does not know; say which it is with --encoding, or save the file as UTF-8</source>
        <translation>{0}：声明的编码是“{1}”，Pellucid 不认识；请用 --encoding 指明编码，或将文件存为 UTF-8</translation>
    </message>
    <message>
        <source>{0}: decoder/activation: expected as encoder/activation ({1})</source>
        <translation>{0}：decoder/activation：应与 encoder/activation 相同（{1}）</translation>
    </message>
    <message>
        <source>{0}: decoder_start_token: expected a piece, found none: a model whose language is the first piece of each translation cannot be opened</source>
        <translation>{0}：decoder_start_token：应为一个片段，实际没有：以译文第一个片段表示语言的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: decoder_start_token: expected another piece than the one that ends a translation ({1}); such a model cannot be opened</source>
        <translation>{0}：decoder_start_token：应与结束译文的片段（{1}）不同；这样的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: encoder and decoder have different positions; such a model cannot be opened</source>
        <translation>{0}：编码器与解码器的位置编码不同；这样的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: encoder/activation: expected 0 to 3 (relu, gelu, swish), found {1}</source>
        <translation>{0}：encoder/activation：应为 0 至 3（relu、gelu、swish），实为 {1}</translation>
    </message>
    <message>
        <source>{0}: encoder/num_heads: expected a divisor of {1}, found {2}</source>
        <translation>{0}：encoder/num_heads：应为 {1} 的约数，实为 {2}</translation>
    </message>
    <message>
        <source>{0}: is the tuned model already</source>
        <translation>{0}：已经是微调后的模型</translation>
    </message>
    <message>
        <source>{0}: none of the general text is left: all shares sentences with the corpus</source>
        <translation>{0}：通用文本一句不剩：全部与语料有相同的句子</translation>
    </message>
    <message>
        <source>{0}: subtitles of one language; give the same film&apos;s subtitles in the other language too</source>
        <translation>{0}：只有一种语言的字幕；请同时给出同一影片另一种语言的字幕</translation>
    </message>
    <message>
        <source>{0}: {1} pairs share no sentence with the corpus; expected enough to set some aside, {2} or more</source>
        <translation>{0}：{1} 个句对与语料没有相同的句子；数量应足够留出一部分，至少 {2} 个</translation>
    </message>
    <message>
        <source>{0}: every pair is longer than the model&apos;s {1} positions; expected shorter sentences, one a line</source>
        <translation>{0}：每一对都比模型的 {1} 个位置长；应为较短的句子，每行一句</translation>
    </message>
    <message>
        <source>expected two texts in the array, found {0} in {1}; leave the others out</source>
        <translation>数组中应有两段文本，实有 {0} 项：{1}；请删去多余的项</translation>
    </message>
    <message>
        <source>{0}: every pair shares a sentence with the development set; expected other sentences to train on</source>
        <translation>{0}：每个句对都与开发集有相同的句子；训练需要其他句子</translation>
    </message>
    <message>
        <source>{0}: expected &quot;format&quot;: &quot;{1}&quot; in its description</source>
        <translation>{0}：其说明中应有 &quot;format&quot;: &quot;{1}&quot;</translation>
    </message>
    <message>
        <source>{0}: expected JSON, but {1}</source>
        <translation>{0}：应为 JSON，但 {1}</translation>
    </message>
    <message>
        <source>{0}: expected TMX or XLIFF, whose first element is &lt;tmx&gt; or &lt;xliff&gt;; found {1}. Export the file as TMX, XLIFF or a table</source>
        <translation>{0}：应为 TMX 或 XLIFF，其第一个元素是 &lt;tmx&gt; 或 &lt;xliff&gt;；实为 {1}。请把文件导出为 TMX、XLIFF 或表格</translation>
    </message>
    <message>
        <source>{0}: expected UTF-8 text, found byte {1} at {2}</source>
        <translation>{0}：应为 UTF-8 文本，但在 {2} 处有字节 {1}</translation>
    </message>
    <message>
        <source>{0}: expected a .trace file that Pellucid wrote, but it cannot be read ({1})</source>
        <translation>{0}：应为 Pellucid 写出的 .trace 文件，但无法读取（{1}）</translation>
    </message>
    <message>
        <source>{0}: expected a .trace file that Pellucid wrote; its description is {1}</source>
        <translation>{0}：应为 Pellucid 写出的 .trace 文件；其说明是 {1}</translation>
    </message>
    <message>
        <source>{0}: expected a JSON object</source>
        <translation>{0}：应为 JSON 对象</translation>
    </message>
    <message>
        <source>{0}: expected a JSON object, found {1}</source>
        <translation>{0}：应为 JSON 对象，实为 {1}</translation>
    </message>
    <message>
        <source>{0}: expected a Pellucid model (&quot;format&quot;: &quot;{1}&quot;), found {2}</source>
        <translation>{0}：应为 Pellucid 模型（&quot;format&quot;: &quot;{1}&quot;），实为 {2}</translation>
    </message>
    <message>
        <source>{0}: expected a document of one of these kinds: {1}</source>
        <translation>{0}：应为以下种类的文档之一：{1}</translation>
    </message>
    <message>
        <source>{0}: expected a file, found a folder</source>
        <translation>{0}：应为文件，实为文件夹</translation>
    </message>
    <message>
        <source>{0}: expected a file, found a folder; name the files in it</source>
        <translation>{0}：应为文件，实为文件夹；请给出其中的文件</translation>
    </message>
    <message>
        <source>{0}: expected a file, found a pipe or a device</source>
        <translation>{0}：应为文件，实为管道或设备</translation>
    </message>
    <message>
        <source>{0}: expected a folder or an archive (zip, tar) of a model, found another file</source>
        <translation>{0}：应为模型的文件夹或压缩包（zip、tar），实为别的文件</translation>
    </message>
    <message>
        <source>{0}: expected a key of at least 16 letters and digits in one line</source>
        <translation>{0}：应为一行至少 16 个字母和数字的密钥</translation>
    </message>
    <message>
        <source>{0}: expected a list of pieces</source>
        <translation>{0}：应为片段的列表</translation>
    </message>
    <message>
        <source>{0}: expected a model: config.json with model.safetensors or pytorch_model.bin (Hugging Face), decoder.yml with an .npz (Marian), or model.bin (CTranslate2); found {1}</source>
        <translation>{0}：应为模型：config.json 加 model.safetensors 或 pytorch_model.bin（Hugging Face），decoder.yml 加 .npz（Marian），或 model.bin（CTranslate2）；实为 {1}</translation>
    </message>
    <message>
        <source>{0}: expected a new folder, or a file that ends in {1}</source>
        <translation>{0}：应为新文件夹，或以 {1} 结尾的文件</translation>
    </message>
    <message>
        <source>{0}: expected a new or empty folder for the corpus; choose another with --out</source>
        <translation>{0}：语料需要新的或空的文件夹；请用 --out 另选一个</translation>
    </message>
    <message>
        <source>{0}: expected a new or empty folder for the model</source>
        <translation>{0}：模型需要新的或空的文件夹</translation>
    </message>
    <message>
        <source>{0}: expected a new or empty folder for the run</source>
        <translation>{0}：训练需要新的或空的文件夹</translation>
    </message>
    <message>
        <source>{0}: expected a small settings file, found {1} bytes</source>
        <translation>{0}：应为小的设置文件，实有 {1} 字节</translation>
    </message>
    <message>
        <source>{0}: expected a tensor, found {1}</source>
        <translation>{0}：应为张量，实为 {1}</translation>
    </message>
    <message>
        <source>{0}: expected a tokenizer file, but {1}</source>
        <translation>{0}：应为分词器文件，但 {1}</translation>
    </message>
    <message>
        <source>{0}: expected a whole .npz file, but it is damaged or cut short ({1})</source>
        <translation>{0}：应为完整的 .npz 文件，但已损坏或不完整（{1}）</translation>
    </message>
    <message>
        <source>{0}: expected a whole CTranslate2 model, but it is damaged or cut short ({1})</source>
        <translation>{0}：应为完整的 CTranslate2 模型，但已损坏或不完整（{1}）</translation>
    </message>
    <message>
        <source>{0}: expected a whole JSON file, but it is damaged or cut short ({1})</source>
        <translation>{0}：应为完整的 JSON 文件，但它已损坏或不完整（{1}）</translation>
    </message>
    <message>
        <source>{0}: expected a whole PyTorch file, but it is damaged or cut short ({1})</source>
        <translation>{0}：应为完整的 PyTorch 文件，但已损坏或不完整（{1}）</translation>
    </message>
    <message>
        <source>{0}: expected a whole archive, but it is damaged, cut short or locked: get it anew</source>
        <translation>{0}：应为完整的压缩包，但已损坏、不完整或有密码：请重新获取</translation>
    </message>
    <message>
        <source>{0}: expected a whole safetensors file with {1}, but it is damaged or cut short ({2})</source>
        <translation>{0}：应为含 {1} 的完整 safetensors 文件，但已损坏或不完整（{2}）</translation>
    </message>
    <message>
        <source>{0}: expected a whole safetensors file, but it is damaged or cut short ({1})</source>
        <translation>{0}：应为完整的 safetensors 文件，但已损坏或不完整（{1}）</translation>
    </message>
    <message>
        <source>{0}: expected an object of settings, found {1}</source>
        <translation>{0}：应为设置的对象，实为 {1}</translation>
    </message>
    <message>
        <source>{0}: expected at most {1} bytes, found {2}</source>
        <translation>{0}：最多应为 {1} 字节，实有 {2} 字节</translation>
    </message>
    <message>
        <source>{0}: expected byte-pair encoding with a normalizer, {1} for unknown characters, and neither truncation nor padding</source>
        <translation>{0}：应为带规范化的字节对编码，未知字符用 {1}，且不截断也不填充</translation>
    </message>
    <message>
        <source>{0}: expected of JSON {1}; found all of it in one array or object. Write it as JSON lines (JSONL)</source>
        <translation>{0}：JSON 应为{1}，实为整个文件一个数组或对象。请写成 JSON 行（JSONL）</translation>
    </message>
    <message>
        <source>{0}: expected one model, found {1} ({2}): unpack it and import each folder by itself</source>
        <translation>{0}：应为一个模型，实有 {1} 个（{2}）：请解压并分别导入各文件夹</translation>
    </message>
    <message>
        <source>{0}: expected pad_id, bos_id, eos_id and unk_id to be {1}, as in {2}, found {3}</source>
        <translation>{0}：pad_id、bos_id、eos_id 和 unk_id 应为 {1}，与 {2} 一致，实为 {3}</translation>
    </message>
    <message>
        <source>{0}: expected text, found {1}</source>
        <translation>{0}：应为文本，实为 {1}</translation>
    </message>
    <message>
        <source>{0}: expected the ids 0 to {1} for {2} pieces, found {3}</source>
        <translation>{0}：{2} 个片段的编号应为 0 至 {1}，实为 {3}</translation>
    </message>
    <message>
        <source>{0}: expected the ids 0 to {1}, found others</source>
        <translation>{0}：编号应为 0 至 {1}，实为别的编号</translation>
    </message>
    <message>
        <source>{0}: expected the name and the facts of the tuned model, but {1}</source>
        <translation>{0}：应为微调后模型的名称和数据，但 {1}</translation>
    </message>
    <message>
        <source>{0}: expected the tokens {1} at ids 0 to 3, found {2}</source>
        <translation>{0}：编号 0 至 3 应为词元 {1}，实为 {2}</translation>
    </message>
    <message>
        <source>{0}: expected the translations of a validation, but {1}</source>
        <translation>{0}：应为一次验证的译文，但 {1}</translation>
    </message>
    <message>
        <source>{0}: expected the weights that a training was begun with ({1}); start it anew</source>
        <translation>{0}：应为训练开始时的权重（{1}）；请重新开始</translation>
    </message>
    <message>
        <source>{0}: expected the {1} lines that {2} counts; it has other ones. Correct the counts, or delete {3} to train on all pairs alike</source>
        <translation>{0}：应为 {2} 所计的 {1} 行，行数却不同。请更正计数，或删除 {3} 以同等地用所有句对训练</translation>
    </message>
    <message>
        <source>{0}: expected units with a source and a target, found {1}. {2}Export it again with both languages, or give another file</source>
        <translation>{0}：应为有原文和译文的单元，实有 {1}。{2}请带上两种语言重新导出，或给出别的文件</translation>
    </message>
    <message>
        <source>{0}: expected {1} numbers of {2}, found {3} bytes</source>
        <translation>{0}：应为 {1} 个 {2} 数值，实有 {3} 字节</translation>
    </message>
    <message>
        <source>{0}: expected {1} numbers of {2}, found {3} bytes: the file is cut short</source>
        <translation>{0}：应为 {1} 个 {2} 数值，实有 {3} 字节：文件不完整</translation>
    </message>
    <message>
        <source>{0}: expected {1} numbers, found {2} bytes</source>
        <translation>{0}：应为 {1} 个数值，实有 {2} 字节</translation>
    </message>
    <message>
        <source>{0}: expected {{&quot;name&quot;: ..., &quot;corpora&quot;: [...]}} as `pellucid import` writes it ({1}); correct it, or delete it to train on all pairs alike</source>
        <translation>{0}：应为 `pellucid import` 所写的 {{&quot;name&quot;: ..., &quot;corpora&quot;: [...]}}（{1}）；请更正，或删除它以同等地用所有句对训练</translation>
    </message>
    <message>
        <source>{0}: forced_eos_token_id: expected eos_token_id ({1}), found {2}</source>
        <translation>{0}：forced_eos_token_id：应为 eos_token_id（{1}），实为 {2}</translation>
    </message>
    <message>
        <source>{0}: has no &quot;{1}&quot;{2}; its languages are {3}. Choose two below</source>
        <translation>{0}：没有“{1}”{2}；其中的语言是 {3}。请在下面选两种</translation>
    </message>
    <message>
        <source>{0}: has no &quot;{1}&quot;{2}; its languages are {3}. Choose two with --src and --tgt</source>
        <translation>{0}：没有“{1}”{2}；其中的语言是 {3}。请用 --src 和 --tgt 选两种</translation>
    </message>
    <message>
        <source>{0}: has trained {1} steps; expected more than that, not {2}</source>
        <translation>{0}：已训练 {1} 步；应多于此，而不是 {2}</translation>
    </message>
    <message>
        <source>{0}: has {1} bytes; expected at most {2}</source>
        <translation>{0}：有 {1} 字节；最多应为 {2} 字节</translation>
    </message>
    <message>
        <source>{0}: has {1} languages: {2}. Choose two below</source>
        <translation>{0}：有 {1} 种语言：{2}。请在下面选两种</translation>
    </message>
    <message>
        <source>{0}: has {1} languages: {2}. Choose two with --src and --tgt</source>
        <translation>{0}：有 {1} 种语言：{2}。请用 --src 和 --tgt 选两种</translation>
    </message>
    <message>
        <source>{0}: has {1} pieces, but the model in {2} knows {3}</source>
        <translation>{0}：有 {1} 个片段，但 {2} 中的模型认 {3} 个</translation>
    </message>
    <message>
        <source>{0}: has {1} pieces, but the {2} table in {3} has {4} rows</source>
        <translation>{0}：有 {1} 个片段，但 {3} 中的 {2} 表有 {4} 行</translation>
    </message>
    <message>
        <source>{0}: has {1} pieces, but {2} in config.json is {3}</source>
        <translation>{0}：有 {1} 个片段，但 config.json 中的 {2} 是 {3}</translation>
    </message>
    <message>
        <source>{0}: holds a training run already; continue it with `pellucid resume {1}`, or choose another folder</source>
        <translation>{0}：已有一次训练；请用 `pellucid resume {1}` 继续，或选择别的文件夹</translation>
    </message>
    <message>
        <source>{0}: holds more than {1} files, which no model does</source>
        <translation>{0}：含有超过 {1} 个文件，模型不会如此</translation>
    </message>
    <message>
        <source>{0}: holds numbers too large for {1}</source>
        <translation>{0}：含有对 {1} 来说太大的数值</translation>
    </message>
    <message>
        <source>{0}: holds the signs by which ISO-2022-JP changes to Japanese; say --encoding iso-2022-jp if it is that, else save the file as UTF-8</source>
        <translation>{0}：含有 ISO-2022-JP 切换到日文的标记；如果确实是，请指明 --encoding iso-2022-jp，否则将文件存为 UTF-8</translation>
    </message>
    <message>
        <source>{0}: holds values that are not finite numbers</source>
        <translation>{0}：含有不是有限数的数值</translation>
    </message>
    <message>
        <source>{0}: holds {1}, which is a link or a device, not a file</source>
        <translation>{0}：含有 {1}，它是链接或设备，不是文件</translation>
    </message>
    <message>
        <source>{0}: holds {1}, which would be written outside of the model&apos;s folder</source>
        <translation>{0}：含有 {1}，它会写到模型文件夹之外</translation>
    </message>
    <message>
        <source>{0}: is a Git LFS pointer, not the file itself; download {1} ({2} bytes) from the model&apos;s page, or run `git lfs pull` in its folder</source>
        <translation>{0}：是 Git LFS 指针，不是文件本身；请从模型的页面下载 {1}（{2} 字节），或在其文件夹中运行 `git lfs pull`</translation>
    </message>
    <message>
        <source>{0}: is an SQLite file of another program; choose another name</source>
        <translation>{0}：是别的程序的 SQLite 文件；请另选名称</translation>
    </message>
    <message>
        <source>{0}: is not a model trained further: there is nothing to go back to</source>
        <translation>{0}：不是继续训练得到的模型：没有可以退回的</translation>
    </message>
    <message>
        <source>{0}: is not a model trained further: there is nothing to keep instead of it</source>
        <translation>{0}：不是继续训练得到的模型：没有可以改为保留的模型</translation>
    </message>
    <message>
        <source>{0}: is of the unknown size {1}</source>
        <translation>{0}：大小未知（{1}）</translation>
    </message>
    <message>
        <source>{0}: is of the unknown type {1}</source>
        <translation>{0}：类型未知（{1}）</translation>
    </message>
    <message>
        <source>{0}: is one file of a model; expected the folder that it is in, with all of them, or an archive (zip, tar)</source>
        <translation>{0}：是模型的一个文件；应为含有全部文件的文件夹，或压缩包（zip、tar）</translation>
    </message>
    <message>
        <source>{0}: is the model of before already</source>
        <translation>{0}：已经是之前的模型</translation>
    </message>
    <message>
        <source>{0}: its breaks could not be placed; it was left as it is</source>
        <translation>{0}：其中的换行无法放置；保持原样</translation>
    </message>
    <message>
        <source>{0}: its description should be JSON, but {1}</source>
        <translation>{0}：其说明应为 JSON，但 {1}</translation>
    </message>
    <message>
        <source>{0}: its shape and strides do not fit</source>
        <translation>{0}：其形状与步长不符</translation>
    </message>
    <message>
        <source>{0}: its tags could not be placed; it was left as it is</source>
        <translation>{0}：其中的标签无法放置；保持原样</translation>
    </message>
    <message>
        <source>{0}: line {1}: expected &quot;key: value&quot;, found {2}</source>
        <translation>{0}：第 {1} 行：应为 &quot;key: value&quot;，实为 {2}</translation>
    </message>
    <message>
        <source>{0}: line {1}: expected a piece and its id, found {2}</source>
        <translation>{0}：第 {1} 行：应为片段及其编号，实为 {2}</translation>
    </message>
    <message>
        <source>{0}: line {1}: the id {2} is there twice</source>
        <translation>{0}：第 {1} 行：编号 {2} 出现了两次</translation>
    </message>
    <message>
        <source>{0}: model_type: expected &quot;marian&quot;, found {1}; other architectures cannot be opened</source>
        <translation>{0}：model_type：应为 &quot;marian&quot;，实为 {1}；别的结构无法打开</translation>
    </message>
    <message>
        <source>{0}: more cues of {1} are shown at its time than are joined</source>
        <translation>{0}：此时 {1} 显示的字幕过多，无法合并</translation>
    </message>
    <message>
        <source>{0}: no cue of {1} is shown for most of its time</source>
        <translation>{0}：在它的大部分时间里，{1} 没有字幕</translation>
    </message>
    <message>
        <source>{0}: no pair to train on: every corpus of {1} is switched off or empty; switch one on, or import again</source>
        <translation>{0}：没有可训练的句对：{1} 的语料都已关闭或为空；请打开一个，或重新导入</translation>
    </message>
    <message>
        <source>{0}: no term in it can be used{1}. Expected a row a term, such as 猫,cat|cats</source>
        <translation>{0}：其中没有可用的术语{1}。应为每行一个术语，如 cat,猫|猫咪</translation>
    </message>
    <message>
        <source>{0}: no translations of its {1} model; they are kept from the first validation on, by this version of Pellucid and later ones</source>
        <translation>{0}：没有其 {1} 模型的译文；从这个版本的 Pellucid 起，译文从第一次验证开始保留</translation>
    </message>
    <message>
        <source>{0}: not well-formed XML ({1}); correct that place, or export the file again</source>
        <translation>{0}：XML 格式有误（{1}）；请改正该处，或重新导出文件</translation>
    </message>
    <message>
        <source>{0}: one rule leaves out {1} of {2} pairs, over half: {3}</source>
        <translation>{0}：一条规则将排除 {2} 对中的 {1} 对，超过一半：{3}</translation>
    </message>
    <message>
        <source>{0}: reaches beyond its {1} numbers</source>
        <translation>{0}：超出了它的 {1} 个数值</translation>
    </message>
    <message>
        <source>{0}: scale_embeddings: expected 1 or {1} (the root of {2}) on both sides, found {3} and {4}</source>
        <translation>{0}：scale_embeddings：两侧都应为 1 或 {1}（{2} 的平方根），实为 {3} 和 {4}</translation>
    </message>
    <message>
        <source>{0}: some quotes stand around cells, others are letters, such as in {1}; say --quote none to `pellucid import` if all are letters, --quote &apos;&quot;&apos; if the others are slips. The Data page asks for it</source>
        <translation>{0}：有些引号在单元格两端，有些是普通字符，如 {1}；如果都是普通字符，请对 `pellucid import` 用 --quote none，如果另一些是笔误，请用 --quote &apos;&quot;&apos;。数据页会询问</translation>
    </message>
    <message>
        <source>{0}: source.spm and target.spm seem to be exchanged: target.spm rather has the words of the source language ({1}); exchange the two, or take them from the model&apos;s own page</source>
        <translation>{0}：source.spm 与 target.spm 似乎互换了：target.spm 里更像是源语言（{1}）的词；请把两者对调，或从模型自己的页面重新取得</translation>
    </message>
    <message>
        <source>{0}: stands for {1}, which is missing</source>
        <translation>{0}：代表 {1}，而它不存在</translation>
    </message>
    <message>
        <source>{0}: static_position_embeddings: expected true: learned positions cannot be opened</source>
        <translation>{0}：static_position_embeddings：应为 true：学习得到的位置编码无法打开</translation>
    </message>
    <message>
        <source>{0}: tensors are missing: {1} of at least {2}</source>
        <translation>{0}：缺少张量：至少应有 {2} 个，只有 {1} 个</translation>
    </message>
    <message>
        <source>{0}: the disk has {1} free, and this training needs {2} for two checkpoints and the best model: make room, or choose another folder or a smaller model</source>
        <translation>{0}：磁盘剩余 {1}，而这次训练的两个检查点和最好的模型需要 {2}：请腾出空间，或选择别的文件夹或更小的模型</translation>
    </message>
    <message>
        <source>{0}: the file ends before its last element does ({1}); it was cut off. Get it again, whole</source>
        <translation>{0}：文件在最后一个元素结束之前就没有了（{1}）；它不完整。请重新获取完整的文件</translation>
    </message>
    <message>
        <source>{0}: the file ends within a character; get it again, whole</source>
        <translation>{0}：文件在一个字符中间结束；请重新获取完整的文件</translation>
    </message>
    <message>
        <source>{0}: the file is empty</source>
        <translation>{0}：文件是空的</translation>
    </message>
    <message>
        <source>{0}: the file is empty; expected sentence pairs</source>
        <translation>{0}：文件是空的；应有句对</translation>
    </message>
    <message>
        <source>{0}: the file is missing; a model folder holds its tokenizer under this name</source>
        <translation>{0}：缺少这个文件；模型文件夹中的分词器用这个名称</translation>
    </message>
    <message>
        <source>{0}: the file is missing; a model folder holds its weights under this name</source>
        <translation>{0}：缺少这个文件；模型文件夹中的权重用这个名称</translation>
    </message>
    <message>
        <source>{0}: the file is missing; expected a model folder with {1}, {2} and {3}</source>
        <translation>{0}：缺少这个文件；应为含 {1}、{2} 和 {3} 的模型文件夹</translation>
    </message>
    <message>
        <source>{0}: the file is missing; expected the folder of a training run</source>
        <translation>{0}：缺少这个文件；应为训练的文件夹</translation>
    </message>
    <message>
        <source>{0}: the file is missing; it belongs to the model: download it too</source>
        <translation>{0}：缺少这个文件；它属于模型：请一并下载</translation>
    </message>
    <message>
        <source>{0}: the key &quot;{1}&quot; is missing</source>
        <translation>{0}：缺少键“{1}”</translation>
    </message>
    <message>
        <source>{0}: the piece {1} is missing</source>
        <translation>{0}：缺少片段 {1}</translation>
    </message>
    <message>
        <source>{0}: the target vocabulary has no {1}, which it {2}</source>
        <translation>{0}：目标词表没有 {1}，而它{2}</translation>
    </message>
    <message>
        <source>{0}: the tensor {1} is missing; expected {2}</source>
        <translation>{0}：缺少张量 {1}；应为 {2}</translation>
    </message>
    <message>
        <source>{0}: the tensor {1} is not part of a Marian model</source>
        <translation>{0}：张量 {1} 不属于 Marian 模型</translation>
    </message>
    <message>
        <source>{0}: the tensor {1} is not part of the model that config.json describes</source>
        <translation>{0}：张量 {1} 不属于 config.json 所描述的模型</translation>
    </message>
    <message>
        <source>{0}: the tensor {1} is not part of this decoding</source>
        <translation>{0}：张量 {1} 不属于这次解码</translation>
    </message>
    <message>
        <source>{0}: the text side is missing: expected sentencepiece.model, or source.spm and target.spm, since its pieces are longer than characters ({1})</source>
        <translation>{0}：缺少文本部分：应有 sentencepiece.model，或 source.spm 和 target.spm，因为它的片段比字符长（{1}）</translation>
    </message>
    <message>
        <source>{0}: the training cannot go on, because every checkpoint is damaged ({1}). The best model so far is still in {2}</source>
        <translation>{0}：训练无法继续，因为所有检查点都已损坏（{1}）。到目前为止最好的模型仍在 {2}</translation>
    </message>
    <message>
        <source>{0}: the translation cannot be written there ({1}); choose another folder for it</source>
        <translation>{0}：译文无法写在那里（{1}）；请为它选择别的文件夹</translation>
    </message>
    <message>
        <source>{0}: the translation needs a name of its own; the original is never written over</source>
        <translation>{0}：译文需要自己的名称；绝不覆盖原件</translation>
    </message>
    <message>
        <source>{0}: the variable {1} is missing; expected a Transformer with encoder and decoder</source>
        <translation>{0}：缺少变量 {1}；应为有编码器和解码器的 Transformer</translation>
    </message>
    <message>
        <source>{0}: the variable {1} is not part of a plain Transformer; such a model cannot be opened</source>
        <translation>{0}：变量 {1} 不属于普通的 Transformer；这样的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: the weights are missing: expected {1} or {2}</source>
        <translation>{0}：缺少权重：应为 {1} 或 {2}</translation>
    </message>
    <message>
        <source>{0}: the {1} vocabulary is missing: expected {2}_vocabulary.txt or shared_vocabulary.txt (or .json)</source>
        <translation>{0}：缺少 {1} 词表：应为 {2}_vocabulary.txt 或 shared_vocabulary.txt（或 .json）</translation>
    </message>
    <message>
        <source>{0}: there is a file of that name already; choose another (on the command line --replace takes its place)</source>
        <translation>{0}：已有同名的文件；请另选一个名称（在命令行用 --replace 可替换它）</translation>
    </message>
    <message>
        <source>{0}: there is a folder of that name already; choose another</source>
        <translation>{0}：已有同名的文件夹；请另选一个名称</translation>
    </message>
    <message>
        <source>{0}: there is no head {1} (0 to {2})</source>
        <translation>{0}：没有注意力头 {1}（0 至 {2}）</translation>
    </message>
    <message>
        <source>{0}: there is no such file</source>
        <translation>{0}：没有这个文件</translation>
    </message>
    <message>
        <source>{0}: there is no such file or folder</source>
        <translation>{0}：没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>{0}: there is no such folder; expected a model folder with {1}, {2} and {3}</source>
        <translation>{0}：没有这个文件夹；应为含 {1}、{2} 和 {3} 的模型文件夹</translation>
    </message>
    <message>
        <source>{0}: there is no text to translate in this document</source>
        <translation>{0}：这个文档中没有可翻译的文本</translation>
    </message>
    <message>
        <source>{0}: this is format version {1}; this Pellucid reads version {2}</source>
        <translation>{0}：这是第 {1} 版格式；这个 Pellucid 能读第 {2} 版</translation>
    </message>
    <message>
        <source>{0}: this is format version {1}; this Pellucid reads version {2}, so a newer one is needed</source>
        <translation>{0}：这是第 {1} 版格式；这个 Pellucid 能读第 {2} 版，需要更新的版本</translation>
    </message>
    <message>
        <source>{0}: this model cuts its text by Moses and BPE; expected source.spm and target.spm (SentencePiece)</source>
        <translation>{0}：这个模型用 Moses 和 BPE 切分文本；应有 source.spm 和 target.spm（SentencePiece）</translation>
    </message>
    <message>
        <source>{0}: this model does not know this language; expected one of: {1}</source>
        <translation>{0}：这个模型不认识这种语言；应为以下之一：{1}</translation>
    </message>
    <message>
        <source>{0}: this model does not say between which languages it translates, so nobody could ask for it</source>
        <translation>{0}：此模型没有说明在哪两种语言之间翻译，因此无法请求它翻译</translation>
    </message>
    <message>
        <source>{0}: this model has no such sub-layer</source>
        <translation>{0}：这个模型没有这样的子层</translation>
    </message>
    <message>
        <source>{0}: this model translates into one language and knows no others</source>
        <translation>{0}：这个模型只译成一种语言，不认识别的</translation>
    </message>
    <message>
        <source>{0}: this run is being trained by another process</source>
        <translation>{0}：另一个进程正在训练它</translation>
    </message>
    <message>
        <source>{0}: this run is finished (step {1}); `pellucid resume {2} --steps N` or `--time-budget TIME` trains it longer</source>
        <translation>{0}：这次训练已完成（第 {1} 步）；用 `pellucid resume {2} --steps N` 或 `--time-budget TIME` 可以训练更久</translation>
    </message>
    <message>
        <source>{0}: this shortlist is not of this model: expected ids below {1} and {2} rising offsets; the model also translates without the file</source>
        <translation>{0}：这个候选词表不属于这个模型：编号应小于 {1}，并有 {2} 个递增的偏移；没有这个文件模型也能翻译</translation>
    </message>
    <message>
        <source>{0}: transformer-ffn-activation: expected swish or relu, found {1}</source>
        <translation>{0}：transformer-ffn-activation：应为 swish 或 relu，实为 {1}</translation>
    </message>
    <message>
        <source>{0}: transformer-postprocess-emb: expected d, found {1}; such a model cannot be opened</source>
        <translation>{0}：transformer-postprocess-emb：应为 d，实为 {1}；这样的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: transformer-preprocess, -postprocess and -postprocess-top: expected &apos;&apos;, dan and &apos;&apos; (post-norm) or n, da and n (pre-norm), found {1}</source>
        <translation>{0}：transformer-preprocess、-postprocess 和 -postprocess-top：应为 &apos;&apos;、dan 和 &apos;&apos;（后置归一化）或 n、da 和 n（前置归一化），实为 {1}</translation>
    </message>
    <message>
        <source>{0}: unknown key &quot;{1}&quot;; expected one of: {2}</source>
        <translation>{0}：未知的键“{1}”；应为以下之一：{2}</translation>
    </message>
    <message>
        <source>{0}: was written by a newer Pellucid; this one leaves it alone</source>
        <translation>{0}：由更新的 Pellucid 写出；这个版本不动它</translation>
    </message>
    <message>
        <source>{0}: would unpack to more than {1} bytes, which no model of its size does</source>
        <translation>{0}：解压后会超过 {1} 字节，这样大小的模型不会如此</translation>
    </message>
    <message>
        <source>{0}: your terms and rules cannot be read ({1}); move the file away to begin anew, or put back an older copy. Nothing is written over it</source>
        <translation>{0}：无法读取您的术语和规则（{1}）；请移走文件重新开始，或放回较早的副本。不会写入任何内容</translation>
    </message>
    <message>
        <source>{0}: {1} is larger than it says</source>
        <translation>{0}：{1} 比所写的大</translation>
    </message>
    <message>
        <source>{0}: {1} is missing: expected a model that Marian saved, with its settings</source>
        <translation>{0}：缺少 {1}：应为 Marian 保存的、带有设置的模型</translation>
    </message>
    <message>
        <source>{0}: {1} of its {2} pieces ({3}) are in the model&apos;s vocabulary, expected at least {4}: it is another model&apos;s {5}; take the one from the model&apos;s own page</source>
        <translation>{0}：它的 {2} 个片段中有 {1} 个（{3}）在模型的词表中，至少应有 {4}：这是另一个模型的 {5}；请用这个模型自己页面上的</translation>
    </message>
    <message>
        <source>{0}: {1} should be {2}, and is {3}</source>
        <translation>{0}：{1} 应为 {2}，实为 {3}</translation>
    </message>
    <message>
        <source>{0}: {1}: does not begin as a file of weights does: it is damaged, or not what its name says</source>
        <translation>{0}：{1}：开头不像权重文件：它已损坏，或与其名称不符</translation>
    </message>
    <message>
        <source>{0}: {1}: expected [positions, {2}], file has {3}</source>
        <translation>{0}：{1}：应为 [positions, {2}]，文件中是 {3}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected a row of integers (I32 or I64), file has {2} {3}</source>
        <translation>{0}：{1}：应为一行整数（I32 或 I64），文件中是 {2} {3}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected a whole number, found {2}</source>
        <translation>{0}：{1}：应为整数，实为 {2}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected an id below {2}, found {3}</source>
        <translation>{0}：{1}：应为小于 {2} 的编号，实为 {3}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected an id of its own from 0 to {2}, found {3}</source>
        <translation>{0}：{1}：应为 0 至 {2} 中独有的编号，实为 {3}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected as {2} ({3}), found {4}</source>
        <translation>{0}：{1}：应与 {2} 相同（{3}），实为 {4}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected at most {2} bytes, found {3}</source>
        <translation>{0}：{1}：最多应为 {2} 字节，实有 {3} 字节</translation>
    </message>
    <message>
        <source>{0}: {1}: expected false, found {2}; such a model cannot be opened</source>
        <translation>{0}：{1}：应为 false，实为 {2}；这样的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: {1}: expected floats (BF16, F16, F32 or F64), file has {2}</source>
        <translation>{0}：{1}：应为浮点数（BF16、F16、F32 或 F64），文件中是 {2}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected floats (F16, F32 or F64), file has {2}</source>
        <translation>{0}：{1}：应为浮点数（F16、F32 或 F64），文件中是 {2}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected floats, file has {2}</source>
        <translation>{0}：{1}：应为浮点数，文件中是 {2}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected none, found {2}; such a model cannot be opened</source>
        <translation>{0}：{1}：不应有，实为 {2}；这样的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: {1}: expected sines and cosines, found other positions</source>
        <translation>{0}：{1}：应为正弦和余弦，实为别的位置编码</translation>
    </message>
    <message>
        <source>{0}: {1}: expected sines and cosines, found other positions: learned ones cannot be opened</source>
        <translation>{0}：{1}：应为正弦和余弦，实为别的位置编码：学习得到的无法打开</translation>
    </message>
    <message>
        <source>{0}: {1}: expected {2} {3}, file has {4} {5}</source>
        <translation>{0}：{1}：应为 {2} {3}，文件中是 {4} {5}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected {2}, file has {3}</source>
        <translation>{0}：{1}：应为 {2}，文件中是 {3}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected {2}, found {3}</source>
        <translation>{0}：{1}：应为 {2}，实为 {3}</translation>
    </message>
    <message>
        <source>{0}: {1}: expected {2}, found {3}; several models that vote cannot be opened</source>
        <translation>{0}：{1}：应为 {2}，实为 {3}；由几个模型表决的无法打开</translation>
    </message>
    <message>
        <source>{0}: {1}: expected {2}, found {3}; such a model cannot be opened</source>
        <translation>{0}：{1}：应为 {2}，实为 {3}；这样的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: {1}: expected {2}; such a model cannot be opened</source>
        <translation>{0}：{1}：应为 {2}；这样的模型无法打开</translation>
    </message>
    <message>
        <source>{0}: {1}: holds values that are not finite numbers</source>
        <translation>{0}：{1}：含有不是有限数的数值</translation>
    </message>
    <message>
        <source>{0}: {1}_scale is missing, which {2} needs</source>
        <translation>{0}：缺少 {1}_scale，而 {2} 需要它</translation>
    </message>
    <message>
        <source>{0}: {1}_scale: expected 1 or {2} numbers that are not 0, file has {3}</source>
        <translation>{0}：{1}_scale：应为 1 个或 {2} 个非 0 的数，文件中是 {3}</translation>
    </message>
    <message>
        <source>{0}data/{1} is missing</source>
        <translation>缺少 {0}data/{1}</translation>
    </message>
    <message>
        <source>“{0}” cannot replace “{1}”: {2}</source>
        <translation>“{0}”不能替换“{1}”：{2}</translation>
    </message>
    <message>
        <source>“{0}” is found over {1} times in one text</source>
        <translation>“{0}”在一段文本中出现超过 {1} 次</translation>
    </message>
    <message>
        <source>“{0}” is not a regular expression: {1}</source>
        <translation>“{0}”不是正则表达式：{1}</translation>
    </message>
    <message>
        <source>“{0}” takes too long on “{1}”; make the expression simpler, without repetitions inside repetitions</source>
        <translation>“{0}”处理“{1}”用时太长；请简化表达式，不要在重复中再用重复</translation>
    </message>
    <message>
        <source>“{0}” → “{1}” (cost {2} nats)</source>
        <translation>“{0}”→“{1}”（代价 {2} 奈特）</translation>
    </message>
    <message>
        <source>“{0}” → “{1}” was not used: {2}</source>
        <translation>“{0}”→“{1}”没有使用：{2}</translation>
    </message>
</context>
<context>
    <name>Core words</name>
    <message>
        <source>: </source>
        <translation>：</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>CorpusUse</name>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>In-domain</source>
        <translation>领域内</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Name of the corpus</source>
        <translation>语料名称</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>What the model is for; or text of all sorts: a training watches what it forgets of that; or a set of your own to validate on</source>
        <translation>模型的用途所在；或各种文本：训练会留意它忘掉了多少；或您自己用来验证的句子</translation>
    </message>
    <message>
        <source>How often an epoch has it</source>
        <translation>每轮出现的次数</translation>
    </message>
    <message>
        <source>How often an epoch has it: 2 is twice, 0.25 another quarter each time</source>
        <translation>每轮出现的次数：2 为两次，0.25 为每轮另取四分之一</translation>
    </message>
</context>
<context>
    <name>DataController</name>
    <message>
        <source>{} files were found there, more than are read at once; drop a part of them.</source>
        <translation>那里找到 {} 个文件，超出一次能读取的数量；请只拖入其中一部分。</translation>
    </message>
    <message>
        <source>No file with sentence pairs was found there.</source>
        <translation>那里没有找到包含句对的文件。</translation>
    </message>
    <message>
        <source>The reading stopped unexpectedly. {}</source>
        <translation>读取意外中止。{}</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Rules…</source>
        <translation>规则…</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>From</source>
        <translation>源语言</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>目标语言</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>引号</translation>
    </message>
    <message>
        <source>Quotes stand around cells</source>
        <translation>引号包围单元格</translation>
    </message>
    <message>
        <source>Quotes are letters</source>
        <translation>引号是普通字符</translation>
    </message>
    <message>
        <source>Drop TMX, TSV, CSV, PO, XLIFF, JSONL or a pair of text files here.</source>
        <translation>把 TMX、TSV、CSV、PO、XLIFF、JSONL 或一对文本文件拖到这里。</translation>
    </message>
    <message>
        <source>Your files are only read. What is left out is listed, with the reason.</source>
        <translation>您的文件只会被读取。被排除的句对都会列出，并说明原因。</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>1 file · read in {seconds} s</source>
        <translation>1 个文件 · 读取用时 {seconds} 秒</translation>
    </message>
    <message>
        <source>{files} files · read in {seconds} s</source>
        <translation>{files} 个文件 · 读取用时 {seconds} 秒</translation>
    </message>
    <message>
        <source>Reading {file}: {pairs} pairs so far.</source>
        <translation>正在读取 {file}：已读 {pairs} 对。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{file}: say below what divides source and target. If it is one half of two line-aligned files, add the other too.</source>
        <translation>{file}：请在下面说明原文和译文由什么分隔。若这是两个逐行对应的文件之一，请同时添加另一个。</translation>
    </message>
    <message>
        <source>{file}: say below which columns are the sentences.</source>
        <translation>{file}：请在下方指明哪两列是句子。</translation>
    </message>
    <message>
        <source>{file}: some quotes stand around cells, others are letters. Say below what they are.</source>
        <translation>{file}：有些引号包围单元格，有些是普通字符。请在下方说明它们是什么。</translation>
    </message>
    <message>
        <source>Leave {} out</source>
        <translation>不用 {}</translation>
    </message>
    <message>
        <source>Leave out all that cannot be read</source>
        <translation>不用所有读不了的文件</translation>
    </message>
    <message>
        <source>The rules would leave out {count} of {pairs} pairs, listed below by reason. Nothing is left out yet.</source>
        <translation>按规则将排除 {pairs} 个句对中的 {count} 个，原因列在下方。目前还没有排除任何句对。</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>排除它们</translation>
    </message>
    <message>
        <source>Keep every pair</source>
        <translation>保留全部句对</translation>
    </message>
    <message>
        <source>Nothing is left to learn from: the rules leave every pair out.</source>
        <translation>没有可学的内容了：规则排除了全部句对。</translation>
    </message>
    <message>
        <source>{} pairs is little. It will learn these by heart; more sentences help most.</source>
        <translation>{} 对句子偏少，模型会把它们背下来；增加句子最有帮助。</translation>
    </message>
    <message>
        <source>and {} more files</source>
        <translation>另有 {} 个文件</translation>
    </message>
    <message>
        <source>Left out: {}</source>
        <translation>未使用：{}</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Sentence pairs (*.tmx *.xlf *.xliff *.sdlxliff *.po *.tsv *.csv *.jsonl *.srt *.txt);;All files (*)</source>
        <translation>句对文件 (*.tmx *.xlf *.xliff *.sdlxliff *.po *.tsv *.csv *.jsonl *.srt *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Table (*.tsv)</source>
        <translation>表格 (*.tsv)</translation>
    </message>
</context>
<context>
    <name>DataReport</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Why pairs were dropped</source>
        <translation>句对被排除的原因</translation>
    </message>
    <message>
        <source>Sentence length</source>
        <translation>句子长度</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Keep these</source>
        <translation>保留这些</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>words in a sentence; source filled, target outlined</source>
        <translation>每句词数；实心为源语言，空心为目标语言</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词数</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>长度比</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Source words</source>
        <translation>源语言词数</translation>
    </message>
    <message>
        <source>Target words</source>
        <translation>目标语言词数</translation>
    </message>
    <message>
        <source>Would be dropped</source>
        <translation>将被排除</translation>
    </message>
    <message>
        <source>No pair was dropped</source>
        <translation>没有丢弃任何句对</translation>
    </message>
    <message>
        <source>Why pairs would be dropped</source>
        <translation>句对将被排除的原因</translation>
    </message>
    <message>
        <source>Examples: changed lines</source>
        <translation>示例：改动过的行</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件中</translation>
    </message>
    <message>
        <source>In the corpus</source>
        <translation>语料中</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>characters of the target for one of the source</source>
        <translation>每个源语字符对应的译文字符数</translation>
    </message>
    <message>
        <source>{} a sentence</source>
        <translation>每句 {}</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>对</translation>
    </message>
    <message>
        <source>from {} files</source>
        <translation>来自 {} 个文件</translation>
    </message>
    <message>
        <source>from 1 file</source>
        <translation>来自 1 个文件</translation>
    </message>
    <message>
        <source>{} reasons below</source>
        <translation>原因 {} 种，见下</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>In a training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Paired line by line</source>
        <translation>逐行配对</translation>
    </message>
    <message>
        <source>{file}: nothing in it has both a source and a target.</source>
        <translation>{file}：其中没有一条同时有源文和译文。</translation>
    </message>
    <message>
        <source>{file}: taken for two halves, line by line. If each is a table of its own, remove them and add one at a time.</source>
        <translation>{file}：已视为逐行对应的两半。如果它们各自是一张表格，请将其移除，再逐个添加。</translation>
    </message>
    <message>
        <source>{file}: could not be read: {count}. First at line {line}: {reason}</source>
        <translation>{file}：有 {count} 处无法读取，第一处在第 {line} 行：{reason}</translation>
    </message>
    <message>
        <source>{file}: 1 further translation of the same unit is a pair of its own.</source>
        <translation>{file}：同一单元的另外 1 个译文自成一个句对。</translation>
    </message>
    <message>
        <source>{file}: {count} further translations of the same units are pairs of their own.</source>
        <translation>{file}：同一单元的另外 {count} 个译文各自成为一个句对。</translation>
    </message>
    <message>
        <source>{file}: rows below that are further translations, and count as no pairs: {count}</source>
        <translation>{file}：下面的行中，属于单元的其他译文、不计作句对的有 {count} 行</translation>
    </message>
    <message>
        <source>{file}: says that it is in {said}, but is read as {taken}.</source>
        <translation>{file}：文件自称是{said}，但按{taken}读取。</translation>
    </message>
    <message>
        <source>{file}: claimed to be {claimed}, but reads like {found}.</source>
        <translation>{file}：声称是{claimed}，读起来却像{found}。</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>general</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>in-domain</source>
        <translation>领域内</translation>
    </message>
    <message>
        <source>Examples: {}</source>
        <translation>示例：{}</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{total} 中的 {shown}</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源文</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Train {train}   Validation {dev}   Test {test}</source>
        <translation>训练 {train}   验证 {dev}   测试 {test}</translation>
    </message>
    <message>
        <source>{} held-out sentences are in the training part too.</source>
        <translation>有 {} 个留出的句子也出现在训练部分。</translation>
    </message>
    <message>
        <source>No held-out sentence is in the training part.</source>
        <translation>没有留出的句子出现在训练部分。</translation>
    </message>
    <message>
        <source>{count} of {total} held-out sentences differ from one in training by a word only.</source>
        <translation>{total} 个留出的句子中，{count} 个与训练部分的某句只差一个词。</translation>
    </message>
    <message>
        <source>Characters that a vocabulary learned from the training part will not know: {}</source>
        <translation>从训练部分学到的词表不会认识的字符：{}</translation>
    </message>
    <message>
        <source>{side}: claimed to be {claimed}, but most letters are {script}.</source>
        <translation>{side}：声称是{claimed}，但大多数字母属于 {script}。</translation>
    </message>
    <message>
        <source>{side}: claimed to be {claimed}, but reads like {found}.</source>
        <translation>{side}：声称是{claimed}，读起来却像{found}。</translation>
    </message>
    <message>
        <source>{side}: {claimed}, and reads like it.</source>
        <translation>{side}：{claimed}，读起来也相符。</translation>
    </message>
    <message>
        <source>{side}: reads like {found}; the files do not say.</source>
        <translation>{side}：文件没有说明，读起来像{found}。</translation>
    </message>
    <message>
        <source>Characters seen once or twice, hard to learn: {}</source>
        <translation>只出现一两次、难以学会的字符：{}</translation>
    </message>
</context>
<context>
    <name>DataWords</name>
    <message>
        <source>Same pair twice</source>
        <translation>句对重复</translation>
    </message>
    <message>
        <source>Nearly the same pair</source>
        <translation>句对几乎相同</translation>
    </message>
    <message>
        <source>Empty side</source>
        <translation>一侧为空</translation>
    </message>
    <message>
        <source>No words on one side</source>
        <translation>一边没有文字</translation>
    </message>
    <message>
        <source>Too long</source>
        <translation>过长</translation>
    </message>
    <message>
        <source>Lengths too unlike</source>
        <translation>两侧长度相差过大</translation>
    </message>
    <message>
        <source>Target looks untranslated</source>
        <translation>译文像是未翻译</translation>
    </message>
    <message>
        <source>Figures differ</source>
        <translation>数字不一致</translation>
    </message>
    <message>
        <source>Another script than the language&apos;s</source>
        <translation>文字与语言不符</translation>
    </message>
    <message>
        <source>Repeated punctuation</source>
        <translation>标点重复</translation>
    </message>
    <message>
        <source>Broken encoding</source>
        <translation>编码损坏</translation>
    </message>
    <message>
        <source>Non-printing character</source>
        <translation>不可打印字符</translation>
    </message>
    <message>
        <source>Not translated yet</source>
        <translation>尚未翻译</translation>
    </message>
    <message>
        <source>Rejected in review</source>
        <translation>审校时被退回</translation>
    </message>
    <message>
        <source>Marked as not to be translated</source>
        <translation>标为不翻译</translation>
    </message>
    <message>
        <source>Plural form, left out as asked</source>
        <translation>复数形式，已按要求排除</translation>
    </message>
    <message>
        <source>Marked as not finished</source>
        <translation>标记为未完成</translation>
    </message>
    <message>
        <source>In the development set too</source>
        <translation>也在开发集中</translation>
    </message>
    <message>
        <source>Unit not readable</source>
        <translation>单元无法读取</translation>
    </message>
    <message>
        <source>inline codes left out</source>
        <translation>去掉行内代码</translation>
    </message>
    <message>
        <source>inline codes made placeholders</source>
        <translation>行内代码换成占位符</translation>
    </message>
    <message>
        <source>styles of subtitles left out</source>
        <translation>去掉字幕样式</translation>
    </message>
    <message>
        <source>lines of a subtitle joined</source>
        <translation>合并字幕的多行</translation>
    </message>
    <message>
        <source>composed (Unicode NFC)</source>
        <translation>合成字符（Unicode NFC）</translation>
    </message>
    <message>
        <source>blanks at the ends removed</source>
        <translation>去掉首尾空白</translation>
    </message>
    <message>
        <source>line breaks and TABs made spaces</source>
        <translation>换行和制表符换成空格</translation>
    </message>
    <message>
        <source>no-break and other spaces made plain</source>
        <translation>不换行空格等换成普通空格</translation>
    </message>
    <message>
        <source>several spaces made one</source>
        <translation>多个空格并作一个</translation>
    </message>
    <message>
        <source>control characters made spaces</source>
        <translation>控制字符换成空格</translation>
    </message>
    <message>
        <source>as line {0} of {1}</source>
        <translation>同 {1} 第 {0} 行</translation>
    </message>
    <message>
        <source>as line {0}</source>
        <translation>同第 {0} 行</translation>
    </message>
    <message>
        <source>{0} characters</source>
        <translation>{0} 个字符</translation>
    </message>
    <message>
        <source>no source</source>
        <translation>缺源文</translation>
    </message>
    <message>
        <source>no text</source>
        <translation>没有文字</translation>
    </message>
    <message>
        <source>no target</source>
        <translation>缺译文</translation>
    </message>
    <message>
        <source>by its state in the file</source>
        <translation>依文件中的状态</translation>
    </message>
    <message>
        <source>by its review in the file</source>
        <translation>据文件中的审校结果</translation>
    </message>
    <message>
        <source>translate=&quot;no&quot; in the file</source>
        <translation>文件中标为 translate=&quot;no&quot;</translation>
    </message>
    <message>
        <source>left out as it was asked</source>
        <translation>已按要求排除</translation>
    </message>
    <message>
        <source>marked fuzzy in the file</source>
        <translation>文件中标为模糊</translation>
    </message>
    <message>
        <source>{0} % of the letters are of {1}</source>
        <translation>{0} % 的字母属于 {1}</translation>
    </message>
</context>
<context>
    <name>DecodingCard</name>
    <message>
        <source>Decoding</source>
        <translation>解码</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Greedy</source>
        <translation>贪心</translation>
    </message>
    <message>
        <source>Beam</source>
        <translation>束搜索</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Beam size</source>
        <translation>束宽</translation>
    </message>
    <message>
        <source>Length penalty</source>
        <translation>长度惩罚</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Translate while typing</source>
        <translation>边输入边翻译</translation>
    </message>
    <message>
        <source>The length penalty is |Y|^α, as Hugging Face has it.</source>
        <translation>长度惩罚为 |Y|^α，与 Hugging Face 相同。</translation>
    </message>
    <message>
        <source>Takes the most probable token each time. Fastest.</source>
        <translation>每次取概率最大的词元，最快。</translation>
    </message>
    <message>
        <source>Follows several beginnings at once and keeps the best whole.</source>
        <translation>同时跟踪几个开头，保留整体最好的一个。</translation>
    </message>
    <message>
        <source>Draws tokens by chance; the same seed draws the same.</source>
        <translation>按概率抽取词元；种子相同，结果相同。</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
</context>
<context>
    <name>DocumentDetails</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the translation in the program that this system has for it</source>
        <translation>用系统里对应的程序打开译文</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Report of the document</source>
        <translation>文档的报告</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Written to {path}</source>
        <translation>已写入 {path}</translation>
    </message>
    <message>
        <source>Will be written to {path}</source>
        <translation>将写入 {path}</translation>
    </message>
    <message>
        <source>What is translated of it is kept; it goes on from there.</source>
        <translation>已翻译的部分予以保留，将从那里继续。</translation>
    </message>
</context>
<context>
    <name>DocumentWords</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Translating</source>
        <translation>翻译中</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Which column?</source>
        <translation>哪一列？</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Not translated</source>
        <translation>未翻译</translation>
    </message>
    <message>
        <source>Choose below what is translated</source>
        <translation>请在下方选择要翻译的列</translation>
    </message>
    <message>
        <source>{done} of {total} parts translated</source>
        <translation>已翻译 {done}/{total} 处</translation>
    </message>
    <message>
        <source>{done} of {total} sentences</source>
        <translation>{done}/{total} 句</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>还剩 {time}</translation>
    </message>
    <message>
        <source>{count} came out as they went in: {places}</source>
        <translation>{count} 处与原文相同：{places}</translation>
    </message>
    <message>
        <source>{count} have no words in them</source>
        <translation>{count} 处没有文字</translation>
    </message>
    <message>
        <source>{count} had a translation already, which was kept</source>
        <translation>{count} 处已有译文，予以保留</translation>
    </message>
    <message>
        <source>{count} could not be read and stay as they are</source>
        <translation>{count} 个部分无法读取，保持原样</translation>
    </message>
    <message>
        <source>{count} translations were cut off at the limit of their length</source>
        <translation>{count} 处译文达到长度上限而被截断</translation>
    </message>
    <message>
        <source>{count} pieces of the text were never seen in training</source>
        <translation>原文中有 {count} 个片段在训练中从未出现</translation>
    </message>
    <message>
        <source>{count} sentences are from before an interruption</source>
        <translation>{count} 句来自中断之前</translation>
    </message>
    <message>
        <source>line {number}</source>
        <translation>第 {number} 行</translation>
    </message>
    <message>
        <source>row {number}</source>
        <translation>表格第 {number} 行</translation>
    </message>
    <message>
        <source>subtitle {number}</source>
        <translation>字幕 {number}</translation>
    </message>
    <message>
        <source>paragraph {number}</source>
        <translation>第 {number} 段</translation>
    </message>
    <message>
        <source>drawn text {number}</source>
        <translation>图中文字 {number}</translation>
    </message>
    <message>
        <source>description {number}</source>
        <translation>说明 {number}</translation>
    </message>
</context>
<context>
    <name>DocumentsController</name>
    <message>
        <source>No document was found there. These can be translated: {kinds}</source>
        <translation>那里没有找到文档。可翻译的类型：{kinds}</translation>
    </message>
    <message>
        <source>The list holds {count} documents; the rest was left out.</source>
        <translation>列表最多容纳 {count} 个文档；其余未加入。</translation>
    </message>
    <message>
        <source>The translation stopped unexpectedly; what is done of it is kept. {}</source>
        <translation>翻译意外停止；已完成的部分予以保留。{}</translation>
    </message>
</context>
<context>
    <name>DocumentsView</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已完成</translation>
    </message>
    <message>
        <source>Take finished documents off the list; their files stay</source>
        <translation>从列表中移去已完成的文档；文件保留</translation>
    </message>
    <message>
        <source>Back to the text</source>
        <translation>返回文本</translation>
    </message>
    <message>
        <source>Where translations are written</source>
        <translation>译文的保存位置</translation>
    </message>
    <message>
        <source>Where translations are written; an original is never changed</source>
        <translation>译文的保存位置；原文件从不改动</translation>
    </message>
    <message>
        <source>Drop documents here.</source>
        <translation>将文档拖放到这里。</translation>
    </message>
    <message>
        <source>TXT, Markdown, DOCX, SRT, XLIFF, PO, TMX and CSV keep their structure; an original is never changed.</source>
        <translation>TXT、Markdown、DOCX、SRT、XLIFF、PO、TMX 和 CSV 均保持结构；原文件从不改动。</translation>
    </message>
    <message>
        <source>Translate documents</source>
        <translation>翻译文档</translation>
    </message>
    <message>
        <source>Documents ({patterns});;All files (*)</source>
        <translation>文档 ({patterns});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Documents ({count})</source>
        <translation>文档（{count}）</translation>
    </message>
    <message>
        <source>Beside each original</source>
        <translation>与原文件同一文件夹</translation>
    </message>
    <message>
        <source>In a folder…</source>
        <translation>指定文件夹…</translation>
    </message>
    <message>
        <source>In {folder}</source>
        <translation>在 {folder} 中</translation>
    </message>
</context>
<context>
    <name>EndOptions</name>
    <message>
        <source>Until a time of the day</source>
        <translation>到某个钟点为止</translation>
    </message>
    <message>
        <source>None: until the last step</source>
        <translation>不限：直到最后一步</translation>
    </message>
    <message>
        <source>After {} validations without a better one</source>
        <translation>连续 {} 次验证没有更好之后</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间上限</translation>
    </message>
    <message>
        <source>Stop early</source>
        <translation>提前停止</translation>
    </message>
</context>
<context>
    <name>EvidenceBar</name>
    <message>
        <source>Looks at</source>
        <translation>关注</translation>
    </message>
    <message>
        <source>Attention is a hint, not proof,
of what the word was made from.</source>
        <translation>注意力只是线索，不能证明
这个词由什么得来。</translation>
    </message>
    <message>
        <source>Attention head</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>Whose attention lights the words. Measured: a source word is hidden, and the word that suffers most came from it; the head that agrees most often.</source>
        <translation>词语的高亮取自哪个注意力头。测量方法：遮住一个原文词，受影响最大的译词即来自它；与此最常一致的头为最佳。</translation>
    </message>
    <message>
        <source>Other translations</source>
        <translation>其他译文</translation>
    </message>
    <message>
        <source>Of the sentence at the cursor (Alt+Shift+Enter)</source>
        <translation>光标所在句子的译文（Alt+Shift+Enter）</translation>
    </message>
    <message>
        <source>Best measured head</source>
        <translation>实测最佳的头</translation>
    </message>
    <message>
        <source>Point at a word</source>
        <translation>指向一个词</translation>
    </message>
    <message>
        <source>Probability {percent} %</source>
        <translation>概率 {percent} %</translation>
    </message>
    <message>
        <source>how often that is right was not measured</source>
        <translation>这样的词有多少是对的，没有测量过</translation>
    </message>
    <message>
        <source>{count} of 100 words this sure are right</source>
        <translation>同样把握的词 100 个中对 {count} 个</translation>
    </message>
    <message>
        <source>{head} · agreed in {percent} % when measured</source>
        <translation>{head} · 测量时 {percent} % 一致</translation>
    </message>
    <message>
        <source>Layer {layer}, head {head}</source>
        <translation>第 {layer} 层，第 {head} 头</translation>
    </message>
</context>
<context>
    <name>ExportButton</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export the figure in focus (Ctrl+E)</source>
        <translation>导出当前图形(Ctrl+E)</translation>
    </message>
    <message>
        <source>This figure as {format}…</source>
        <translation>此图存为 {format}…</translation>
    </message>
    <message>
        <source>These values as CSV…</source>
        <translation>这些数值存为 CSV…</translation>
    </message>
    <message>
        <source>All values of this step as NPZ…</source>
        <translation>这一步的全部数值存为 NPZ…</translation>
    </message>
    <message>
        <source>The whole decoding as a .trace file…</source>
        <translation>整个解码过程存为 .trace 文件…</translation>
    </message>
    <message>
        <source>Open a .trace file…</source>
        <translation>打开 .trace 文件…</translation>
    </message>
    <message>
        <source>This figure has no table of values to save as CSV: save it as SVG, PDF or PNG, or choose another figure.</source>
        <translation>此图没有可存为 CSV 的数值表：请存为 SVG、PDF 或 PNG，或另选一图。</translation>
    </message>
</context>
<context>
    <name>FiguresCard</name>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Best validation</source>
        <translation>最佳验证</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>{} tokens so far</source>
        <translation>已读 {} 个词元</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>词元/秒</translation>
    </message>
    <message>
        <source>steady for {}</source>
        <translation>已稳定 {}</translation>
    </message>
    <message>
        <source>of {} {}</source>
        <translation>共 {} {}</translation>
    </message>
    <message>
        <source>of at most {}</source>
        <translation>最多 {}</translation>
    </message>
    <message>
        <source>{} so far</source>
        <translation>已用 {}</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>测量中…</translation>
    </message>
    <message>
        <source>step {}</source>
        <translation>第 {} 步</translation>
    </message>
</context>
<context>
    <name>FirstRow</name>
    <message>
        <source>{file}: the first row ({cells}) is read as a pair.</source>
        <translation>{file}：第一行（{cells}）当作句对读入。</translation>
    </message>
    <message>
        <source>{file}: the first row ({cells}) names the columns and is no pair.</source>
        <translation>{file}：第一行（{cells}）是列名，不是句对。</translation>
    </message>
    <message>
        <source>It is a pair</source>
        <translation>它是句对</translation>
    </message>
    <message>
        <source>It names the columns</source>
        <translation>它是列名</translation>
    </message>
</context>
<context>
    <name>GeneralOptions</name>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不用</translation>
    </message>
    <message>
        <source>{} % mixed in</source>
        <translation>混入 {} %</translation>
    </message>
    <message>
        <source>only watched</source>
        <translation>只观察</translation>
    </message>
    <message>
        <source>Share of general sentences in the training</source>
        <translation>训练中通用句子所占的比例</translation>
    </message>
    <message>
        <source>Optional: sentences of all sorts. Shows how much of them it forgets; some can be mixed in</source>
        <translation>可选：各类通用句子。显示模型遗忘了多少，也可混入一部分参与训练</translation>
    </message>
    <message>
        <source>Choose general sentences</source>
        <translation>选择通用句子</translation>
    </message>
    <message>
        <source>Sentence pairs (*.tsv *.csv *.tmx *.xlf *.xliff *.po *.jsonl);;All files (*)</source>
        <translation>句对 (*.tsv *.csv *.tmx *.xlf *.xliff *.po *.jsonl);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>GlossaryCard</name>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Add term</source>
        <translation>添加术语</translation>
    </message>
    <message>
        <source>Rules…</source>
        <translation>规则…</translation>
    </message>
    <message>
        <source>Glossary files, words that are not translated, replace rules</source>
        <translation>术语表文件、不翻译的词、替换规则</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>撤销上一次更改</translation>
    </message>
    <message>
        <source>Find a term</source>
        <translation>查找术语</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>Its translation</source>
        <translation>译法</translation>
    </message>
    <message>
        <source>Several forms of a word: put | between them, as in cat|cats.</source>
        <translation>一个词有多种形式时，用 | 隔开，例如 cat|cats。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No terms yet. Add a word and how it must be translated; every model then keeps to it.</source>
        <translation>还没有术语。添加一个词及其译法，此后所有模型都会遵守。</translation>
    </message>
    <message>
        <source>and {count} more that are not in this text</source>
        <translation>另有 {count} 条不在本文中</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>used {count}</source>
        <translation>使用 {count}</translation>
    </message>
    <message>
        <source>In this sentence the terms change the log-probability by {cost}.</source>
        <translation>此句中术语使对数概率变化 {cost}。</translation>
    </message>
    <message>
        <source>not in text</source>
        <translation>文中没有</translation>
    </message>
    <message>
        <source>“{term}” was not used in this sentence: {reason}.</source>
        <translation>此句未使用“{term}”：{reason}。</translation>
    </message>
    <message>
        <source>Use it anyway</source>
        <translation>仍然使用</translation>
    </message>
</context>
<context>
    <name>GuidePage</name>
    <message>
        <source>Guide</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Each lesson runs on the Step page, with your model and your sentence.</source>
        <translation>每一课都在“单步”页上进行，用你的模型和你的句子。</translation>
    </message>
</context>
<context>
    <name>HeadsCard</name>
    <message>
        <source>Encoder self</source>
        <translation>编码器自注意</translation>
    </message>
    <message>
        <source>Decoder masked self</source>
        <translation>解码器掩码自注意</translation>
    </message>
    <message>
        <source>Cross</source>
        <translation>交叉</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>alignment</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Kind of attention</source>
        <translation>注意力的种类</translation>
    </message>
    <message>
        <source>All attention heads</source>
        <translation>全部注意力头</translation>
    </message>
    <message>
        <source>Alignment, measured on this sentence: how sharply and how differently the rows look at source words. 1 is one to one. A sharp head is a hint, not a proof.</source>
        <translation>对齐程度，在本句上测得：各行看源词有多集中、彼此有多不同。1 为一一对应。集中的头只是线索，并非证明。</translation>
    </message>
    <message>
        <source>This decoding was read from a file: to measure heads, the model itself is needed.</source>
        <translation>这次解码是从文件读入的：要测量各个头，需要模型本身。</translation>
    </message>
    <message>
        <source>Loss added, in nats a token, with that head alone switched off; on sentences of the sample corpus&apos; development set ({count}).</source>
        <translation>只关闭该头时增加的损失（每词元 nat）；在示例语料开发集的句子上测得（{count} 句）。</translation>
    </message>
    <message>
        <source>Loss added, in nats a token, with that head alone switched off; on this sentence and its own translation only, for there is no development set for this model.</source>
        <translation>只关闭该头时损失的增加（每词元 nat）；仅在本句及其自身译文上测得，因为此模型没有开发集。</translation>
    </message>
    <message>
        <source>Layer.head. A click opens one; nothing here is averaged.</source>
        <translation>层号与头号。点击可打开；此处没有取任何平均。</translation>
    </message>
</context>
<context>
    <name>HealthCard</name>
    <message>
        <source>Health</source>
        <translation>训练状况</translation>
    </message>
    <message>
        <source>watch</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>General BLEU</source>
        <translation>通用句子 BLEU</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>上次保存</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Too early to say</source>
        <translation>为时尚早</translation>
    </message>
    <message>
        <source>Three validations are needed before a trend shows.</source>
        <translation>至少验证三次，才能看出趋势。</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>正在学习</translation>
    </message>
    <message>
        <source>Overfitting since step {since}</source>
        <translation>自第 {since} 步起过拟合</translation>
    </message>
    <message>
        <source>Validation loss is {change} higher than at step {since}, while training loss falls on: the model learns its sentences by heart.</source>
        <translation>验证损失比第 {since} 步时高 {change}，而训练损失仍在下降：模型在死记它的句子。</translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>Neither validation loss nor BLEU has got better since step {since}.</source>
        <translation>自第 {since} 步以来，验证损失和 BLEU 都没有变好。</translation>
    </message>
    <message>
        <source>Diverging</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>Validation loss is falling: {change} lower than at step {since}.</source>
        <translation>验证损失在下降：比第 {since} 步低 {change}。</translation>
    </message>
    <message>
        <source>Validation loss has hardly moved since step {since}; BLEU still gets better.</source>
        <translation>自第 {since} 步以来验证损失几乎不变，但 BLEU 仍在提高。</translation>
    </message>
    <message>
        <source>It went astray again after {} returns, each with half the learning rate, and gave up.</source>
        <translation>退回 {} 次、每次学习率减半之后，训练仍然发散，于是放弃了。</translation>
    </message>
    <message>
        <source>The loss became infinite at step {since}.</source>
        <translation>损失在第 {since} 步变为无穷大。</translation>
    </message>
    <message>
        <source>Training loss rises: it is {change} higher than at step {since}.</source>
        <translation>训练损失在上升：比第 {since} 步时高 {change}。</translation>
    </message>
    <message>
        <source>Start again with a lower learning rate. Where that does not help, look whether each line is the translation of the other side.</source>
        <translation>请用更低的学习率重新开始。若仍无改善，请检查每一行是否确实互为译文。</translation>
    </message>
    <message>
        <source>If that goes on, it returns to the last good checkpoint by itself, with half the learning rate. If it happens again, start a run with half the rate.</source>
        <translation>若继续如此，训练会自动退回上一个良好的检查点，并以一半的学习率继续。如果再次发生，请用一半的学习率新建训练。</translation>
    </message>
    <message>
        <source>It forgets: general BLEU is {} lower than before the first step. Tune again with more general sentences mixed in.</source>
        <translation>它在遗忘：通用句子的 BLEU 比第一步之前低 {}。请混入更多通用句子后重新微调。</translation>
    </message>
    <message>
        <source>BLEU still got better after that, at step {}: it may go on while it does. More sentences, or more dropout, help most.</source>
        <translation>此后 BLEU 仍有提高（第 {} 步）：只要还在提高就可以继续。增加句子或加大 dropout 最有帮助。</translation>
    </message>
    <message>
        <source>More time brings nothing. The model of step {} is kept. More sentences, or more dropout, help most.</source>
        <translation>再训练下去没有益处。已保留第 {} 步的模型。增加句子或加大 dropout 最有帮助。</translation>
    </message>
    <message>
        <source>It has learned next to nothing. Look whether each line is the translation of the other side, or start a run with half the learning rate.</source>
        <translation>几乎什么也没学到。请检查每行两边是否互为译文，或用一半的学习率新建训练。</translation>
    </message>
    <message>
        <source>More time brings little. The model of step {} is kept. More sentences or a larger size bring more.</source>
        <translation>再训练下去收效甚微。已保留第 {} 步的模型。增加句子或改用更大的规模更有效。</translation>
    </message>
    <message>
        <source>It had gone astray, went back to step {} and goes on with half the learning rate.</source>
        <translation>训练曾偏离，已退回第 {} 步，并以一半的学习率继续。</translation>
    </message>
    <message>
        <source>It was still getting better when it ended: train it longer.</source>
        <translation>结束时仍在变好：可以再训练一段时间。</translation>
    </message>
    <message>
        <source>Let it go on.</source>
        <translation>让它继续。</translation>
    </message>
    <message>
        <source>{norm}, clipped {share} %</source>
        <translation>{norm}，裁剪 {share} %</translation>
    </message>
    <message>
        <source>{now}, was {before}</source>
        <translation>{now}，原为 {before}</translation>
    </message>
    <message>
        <source>{} ago</source>
        <translation>{}前</translation>
    </message>
    <message>
        <source>step {}</source>
        <translation>第 {} 步</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>step {}: {}, how sure {}</source>
        <translation>第 {} 步：{}，把握 {}</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Forget all translations; nothing of them stays in the file</source>
        <translation>忘记全部译文，文件中不留任何内容</translation>
    </message>
    <message>
        <source>Search both sides</source>
        <translation>搜索原文和译文</translation>
    </message>
    <message>
        <source>Keep a history</source>
        <translation>保留历史</translation>
    </message>
    <message>
        <source>On this machine only. Click an entry to take its text up again.</source>
        <translation>只保存在本机。点击一条即可重新使用其原文。</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>显示更早的</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>没有找到。</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>还没有记录。</translation>
    </message>
</context>
<context>
    <name>ImportCard</name>
    <message>
        <source>Import this model?</source>
        <translation>导入这个模型？</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Translates into</source>
        <translation>译入语言</translation>
    </message>
    <message>
        <source>Source language</source>
        <translation>源语言</translation>
    </message>
    <message>
        <source>Target language</source>
        <translation>目标语言</translation>
    </message>
    <message>
        <source>README of the model</source>
        <translation>模型的 README</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Not this one</source>
        <translation>不要这个</translation>
    </message>
    <message>
        <source>Import this model? Then {} more</source>
        <translation>导入这个模型？之后还有 {} 个</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>未注明</translation>
    </message>
    <message>
        <source>{weights} weights, {size}</source>
        <translation>{weights} 个权重，{size}</translation>
    </message>
    <message>
        <source>Licence: {}</source>
        <translation>许可：{}</translation>
    </message>
    <message>
        <source>Its makers decode with settings that are not followed here, so translations can differ from theirs: {}</source>
        <translation>它的作者解码时用了这里不采用的设置，译文可能与他们的不同：{}</translation>
    </message>
    <message>
        <source>Without generation_config.json its files do not say all of how its makers decode; assumed, as transformers does: {}. Their translations may be better.</source>
        <translation>缺少 generation_config.json，文件没有完整说明作者如何解码；这里与 transformers 一样假定：{}。作者自己的译文可能更好。</translation>
    </message>
    <message>
        <source>{count} of {total} pieces of its source text have no id in the vocabulary: they are read as unknown.</source>
        <translation>源文所用的 {total} 个词片中有 {count} 个在词表中没有编号：它们会被当作未知词元。</translation>
    </message>
    <message>
        <source>{count} of {total} pieces of its target text have no id in the vocabulary: they are unknown where it is trained further.</source>
        <translation>译文所用的 {total} 个词片中有 {count} 个在词表中没有编号：继续训练时它们是未知词元。</translation>
    </message>
</context>
<context>
    <name>Inference</name>
    <message>
        <source>There is not enough memory for this. Close other programs or use a smaller model.</source>
        <translation>内存不足。请关闭其他程序，或换用更小的模型。</translation>
    </message>
    <message>
        <source>The engine failed: {error}. The log has the details.</source>
        <translation>计算引擎出错：{error}。详情见日志。</translation>
    </message>
</context>
<context>
    <name>KeptHeads</name>
    <message>
        <source>The best aligned head, measured each time</source>
        <translation>对齐最好的头，每次实测</translation>
    </message>
    <message>
        <source>Layer {}</source>
        <translation>第 {} 层</translation>
    </message>
    <message>
        <source>Head {}</source>
        <translation>第 {} 头</translation>
    </message>
    <message>
        <source>Keeps the best head</source>
        <translation>保留对齐最好的头</translation>
    </message>
    <message>
        <source>Keeps layer {}, head {}</source>
        <translation>保留第 {} 层，第 {} 头</translation>
    </message>
    <message>
        <source>Keeps {} heads</source>
        <translation>保留 {} 个头</translation>
    </message>
    <message>
        <source>Which heads the next validations keep</source>
        <translation>接下来的验证保留哪些头</translation>
    </message>
</context>
<context>
    <name>KeysHelp</name>
    <message>
        <source>Keys of this page</source>
        <translation>本页按键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>LabPanel</name>
    <message>
        <source>Mask and head lab</source>
        <translation>掩码与注意力头实验室</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Close the lab</source>
        <translation>关闭实验室</translation>
    </message>
    <message>
        <source>Causal mask</source>
        <translation>因果掩码</translation>
    </message>
    <message>
        <source>PAD mask</source>
        <translation>PAD 掩码</translation>
    </message>
    <message>
        <source>A position sees only itself and the past</source>
        <translation>每个位置只看自己和之前的位置</translation>
    </message>
    <message>
        <source>Filler after the sentence is hidden</source>
        <translation>句子之后的填充被隐藏</translation>
    </message>
    <message>
        <source>Switch heads off</source>
        <translation>关闭注意力头</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Self</source>
        <translation>自注意</translation>
    </message>
    <message>
        <source>Cross</source>
        <translation>交叉</translation>
    </message>
    <message>
        <source>Heads of every layer</source>
        <translation>各层的头</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Scale a layer</source>
        <translation>缩放一层</translation>
    </message>
    <message>
        <source>Layer or part of one</source>
        <translation>层或其中一部分</translation>
    </message>
    <message>
        <source>What it adds, times</source>
        <translation>它所加的，乘以</translation>
    </message>
    <message>
        <source>What goes past it, times</source>
        <translation>绕过它的，乘以</translation>
    </message>
    <message>
        <source>Distance to normal</source>
        <translation>与正常解码的距离</translation>
    </message>
    <message>
        <source>KL, nats</source>
        <translation>KL（nat）</translation>
    </message>
    <message>
        <source>1 edit</source>
        <translation>1 处改动</translation>
    </message>
    <message>
        <source>{count} edits</source>
        <translation>{count} 处改动</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>This decoding was read from a file: to measure heads, the model itself is needed.</source>
        <translation>这次解码是从文件读入的：要测量各个头，需要模型本身。</translation>
    </message>
    <message>
        <source>Loss added with that head off, on sentences of the development set ({count}). Right-click for a factor.</source>
        <translation>关闭该头时增加的损失，在开发集的句子上测得（{count} 句）。右键点击可设系数。</translation>
    </message>
    <message>
        <source>Loss added with that head off, on this sentence alone. Right-click for a factor.</source>
        <translation>关闭该头时损失的增加，仅在本句上测得。右键可设倍数。</translation>
    </message>
    <message>
        <source>0 means identical. The prediction after {token} moved most.</source>
        <translation>0 表示完全相同。{token} 之后的预测变化最大。</translation>
    </message>
    <message>
        <source>Both read the whole normal translation at once: without the causal mask a position sees the token that it is to predict.</source>
        <translation>两者一次读入整句正常译文：没有因果掩码时，一个位置能看到它要预测的词元。</translation>
    </message>
    <message>
        <source>Recorded with the lab&apos;s edits: {count}. The file does not say which.</source>
        <translation>记录时实验室的改动数：{count}。文件里没有写是哪些。</translation>
    </message>
    <message>
        <source>No edits: the decoding is the normal one, to the bit.</source>
        <translation>没有改动：解码与正常结果逐位相同。</translation>
    </message>
    <message>
        <source>Encoder layer {number}</source>
        <translation>编码器第 {number} 层</translation>
    </message>
    <message>
        <source>Decoder layer {number}</source>
        <translation>解码器第 {number} 层</translation>
    </message>
    <message>
        <source>self-attention</source>
        <translation>自注意力</translation>
    </message>
    <message>
        <source>cross-attention</source>
        <translation>交叉注意力</translation>
    </message>
    <message>
        <source>feed-forward</source>
        <translation>前馈网络</translation>
    </message>
    <message>
        <source>Scale a head</source>
        <translation>缩放一个头</translation>
    </message>
    <message>
        <source>Layer {layer}, head {head}, times</source>
        <translation>第 {layer} 层第 {head} 头，乘以</translation>
    </message>
</context>
<context>
    <name>LanguageCombo</name>
    <message>
        <source>Translate from</source>
        <translation>源语言</translation>
    </message>
    <message>
        <source>Translate into</source>
        <translation>目标语言</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德语</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法语</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙语</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>意大利语</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>葡萄牙语</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄语</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩语</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>阿拉伯语</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>希伯来语</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>荷兰语</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>波兰语</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>乌克兰语</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>捷克语</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>瑞典语</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>丹麦语</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>芬兰语</translation>
    </message>
    <message>
        <source>Icelandic</source>
        <translation>冰岛语</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>希腊语</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>土耳其语</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>匈牙利语</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>罗马尼亚语</translation>
    </message>
    <message>
        <source>Persian</source>
        <translation>波斯语</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>印地语</translation>
    </message>
    <message>
        <source>Marathi</source>
        <translation>马拉地语</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>泰语</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>越南语</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>印度尼西亚语</translation>
    </message>
    <message>
        <source>Malagasy</source>
        <translation>马达加斯加语</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>under 60 %</source>
        <translation>低于 60 %</translation>
    </message>
    <message>
        <source>under 80 %</source>
        <translation>低于 80 %</translation>
    </message>
    <message>
        <source>glossary</source>
        <translation>术语</translation>
    </message>
    <message>
        <source>Sureness: not measured</source>
        <translation>把握：未测量</translation>
    </message>
    <message>
        <source>A dotted line: of words this sure fewer than 80 % agreed with the reference, when the model translated sentences that it was validated on; dashed: fewer than 60 %.</source>
        <translation>点线：模型翻译其验证句时，同样把握的词与参考译文一致的不到 80 %；虚线：不到 60 %。</translation>
    </message>
    <message>
        <source>Which words are uncertain is measured on the sentences that a model was validated on. This one came without any, so none is marked.</source>
        <translation>哪些词没有把握，是用模型验证时的句子测量的。这个模型没有附带这样的句子，所以不作标记。</translation>
    </message>
</context>
<context>
    <name>LengthBars</name>
    <message>
        <source>99 % have {} at most</source>
        <translation>99 % 不超过 {}</translation>
    </message>
</context>
<context>
    <name>LessonBar</name>
    <message>
        <source>Back</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>课</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Next lesson</source>
        <translation>下一课</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>LineageModel</name>
    <message>
        <source>learned from {}</source>
        <translation>学自 {}</translation>
    </message>
    <message>
        <source>tuned from {}</source>
        <translation>微调自 {}</translation>
    </message>
    <message>
        <source>this run, {}</source>
        <translation>本次训练，{}</translation>
    </message>
    <message>
        <source>tuned further as {}</source>
        <translation>进一步微调为 {}</translation>
    </message>
    <message>
        <source>{} pairs</source>
        <translation>{} 对</translation>
    </message>
</context>
<context>
    <name>LossChart</name>
    <message>
        <source>{} steps</source>
        <translation>{} 步</translation>
    </message>
    <message>
        <source>train {}</source>
        <translation>训练 {}</translation>
    </message>
    <message>
        <source>validation {}</source>
        <translation>验证 {}</translation>
    </message>
    <message>
        <source>step {}</source>
        <translation>第 {} 步</translation>
    </message>
    <message>
        <source>best {}</source>
        <translation>最佳 {}</translation>
    </message>
    <message>
        <source>step {}: BLEU {}, chrF {}</source>
        <translation>第 {} 步：BLEU {}，chrF {}</translation>
    </message>
</context>
<context>
    <name>MatrixPicture</name>
    <message>
        <source>masked</source>
        <translation>被掩盖</translation>
    </message>
</context>
<context>
    <name>MeasuringLine</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>What each head is worth: stopped at {count} of {total}.</source>
        <translation>每个头的价值：已停在 {count} / {total}。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Measuring what each head is worth: {count} of {total}…</source>
        <translation>正在测量每个头的价值：{count} / {total}…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Measuring what each head is worth…</source>
        <translation>正在测量每个头的价值…</translation>
    </message>
</context>
<context>
    <name>MemoryCard</name>
    <message>
        <source>From your sentences</source>
        <translation>来自您的句子</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Add what was imported on the Data page; forget what is kept</source>
        <translation>添加在数据页导入的语料；删除已保存的内容</translation>
    </message>
    <message>
        <source>Sentence pairs: TMX, TSV, CSV, XLIFF, PO, JSONL</source>
        <translation>句对：TMX、TSV、CSV、XLIFF、PO、JSONL</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Keep the sentence at the cursor with its translation</source>
        <translation>保存光标所在的句子及其译文</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>None yet. Confirm a sentence that is translated well, or add a file of pairs: those like the sentence at the cursor are shown here.</source>
        <translation>还没有。请确认一个译得好的句子，或添加句对文件：与光标所在句相似的会显示在这里。</translation>
    </message>
    <message>
        <source>Nothing like this sentence.</source>
        <translation>没有与此句相似的句子。</translation>
    </message>
    <message>
        <source>Reading: {count} pairs so far</source>
        <translation>正在读取：已有 {count} 对</translation>
    </message>
    <message>
        <source>1 pair kept here</source>
        <translation>已保存 1 对</translation>
    </message>
    <message>
        <source>{count} pairs kept here</source>
        <translation>已保存 {count} 对</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Confirmed by you</source>
        <translation>由您确认</translation>
    </message>
    <message>
        <source>Nothing on the Data page yet, and nothing kept here</source>
        <translation>“数据”页还没有内容，这里也没有保存内容</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>添加 {name}</translation>
    </message>
    <message>
        <source>confirmed by you</source>
        <translation>由您确认的</translation>
    </message>
    <message>
        <source>Forget {name} ({count})</source>
        <translation>忘记 {name}（{count}）</translation>
    </message>
    <message>
        <source>Add sentence pairs</source>
        <translation>添加句对</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Diagram of the model</source>
        <translation>模型结构图</translation>
    </message>
    <message>
        <source>{count} weights</source>
        <translation>{count} 个权重</translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性层</translation>
    </message>
    <message>
        <source>Feed-forward</source>
        <translation>前馈网络</translation>
    </message>
    <message>
        <source>Self-attn</source>
        <translation>自注意力</translation>
    </message>
    <message>
        <source>Masked self</source>
        <translation>掩码自注意力</translation>
    </message>
    <message>
        <source>Cross-attn</source>
        <translation>交叉注意力</translation>
    </message>
    <message>
        <source>Embed + pos</source>
        <translation>嵌入 + 位置</translation>
    </message>
    <message>
        <source>norm · add</source>
        <translation>归一化 · 相加</translation>
    </message>
    <message>
        <source>add &amp; norm</source>
        <translation>相加与归一化</translation>
    </message>
    <message>
        <source>p(next)</source>
        <translation>p(下一个)</translation>
    </message>
    <message>
        <source>source</source>
        <translation>源文</translation>
    </message>
    <message>
        <source>shifted right</source>
        <translation>右移一位</translation>
    </message>
    <message>
        <source>Turns {count} scores into probabilities that sum to 1.</source>
        <translation>把 {count} 个分数变成总和为 1 的概率。</translation>
    </message>
    <message>
        <source>The list on the right shows the largest.</source>
        <translation>右边的列表显示其中最大的几个。</translation>
    </message>
    <message>
        <source>The last hidden vector, {size} numbers, becomes one score for each of {count} tokens.</source>
        <translation>最后的隐藏向量有 {size} 个数，由它算出 {count} 个词元各自的分数。</translation>
    </message>
    <message>
        <source>It is the embedding table, used the other way round.</source>
        <translation>用的就是嵌入表，只是方向相反。</translation>
    </message>
    <message>
        <source>The matrix is one of its own, not the embedding table.</source>
        <translation>这是一个单独的矩阵，不是嵌入表。</translation>
    </message>
    <message>
        <source>Embedding and position</source>
        <translation>嵌入与位置</translation>
    </message>
    <message>
        <source>Each source token becomes {size} numbers: {count} × {size}.</source>
        <translation>每个源词元变成 {size} 个数：{count} × {size}。</translation>
    </message>
    <message>
        <source>Sines and cosines added to them say where it stands.</source>
        <translation>再加上正弦和余弦，表明它所在的位置。</translation>
    </message>
    <message>
        <source>The target so far, moved one place to the right by {bos}: {count} × {size}.</source>
        <translation>已生成的译文，由起始符 {bos} 右移一位：{count} × {size}。</translation>
    </message>
    <message>
        <source>So each position can only know the tokens before the one that it predicts.</source>
        <translation>因此每个位置只能知道它所预测的词元之前的内容。</translation>
    </message>
    <message>
        <source>Each position by itself: {size} → {inner} → {size} numbers.</source>
        <translation>每个位置各自计算：{size} → {inner} → {size} 个数。</translation>
    </message>
    <message>
        <source>The same weights for every position: {count} here.</source>
        <translation>每个位置都用同一套权重，此处共 {count} 个位置。</translation>
    </message>
    <message>
        <source>Cross-attention</source>
        <translation>交叉注意力</translation>
    </message>
    <message>
        <source>Masked self-attention</source>
        <translation>掩码自注意力</translation>
    </message>
    <message>
        <source>Self-attention</source>
        <translation>自注意力</translation>
    </message>
    <message>
        <source>from the encoder</source>
        <translation>来自编码器</translation>
    </message>
    <message>
        <source>from the decoder</source>
        <translation>来自解码器</translation>
    </message>
    <message>
        <source>{names} {origin}, {rows} × {columns}</source>
        <translation>{names} {origin}，{rows} × {columns}</translation>
    </message>
    <message>
        <source>In head {head}, {query} gives {percent} % of its attention to {key}.</source>
        <translation>在第 {head} 头中，{query} 把 {percent} % 的注意力给了 {key}。</translation>
    </message>
</context>
<context>
    <name>ModelCombo</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>Open model folder</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>Open model folder…</source>
        <translation>打开模型文件夹…</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>载入中…</translation>
    </message>
    <message>
        <source>bundled</source>
        <translation>内置</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>Translate with it</source>
        <translation>用它翻译</translation>
    </message>
    <message>
        <source>Step through it</source>
        <translation>单步查看</translation>
    </message>
    <message>
        <source>Train further…</source>
        <translation>继续训练…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Move to trash…</source>
        <translation>移到废纸篓…</translation>
    </message>
    <message>
        <source>README of the model</source>
        <translation>模型的 README</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>未注明</translation>
    </message>
    <message>
        <source>{} + {} layers, {} heads, d {}</source>
        <translation>{} + {} 层，{} 个头，d {}</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>{} weights</source>
        <translation>{} 个权重</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>{search} (as “{model}”, which it was trained from)</source>
        <translation>{search}，与训练它所用的“{model}”相同</translation>
    </message>
    <message>
        <source>{search} (as its makers set it)</source>
        <translation>{search}，按作者的设置</translation>
    </message>
    <message>
        <source>Decodes with</source>
        <translation>解码方式</translation>
    </message>
    <message>
        <source>Not followed</source>
        <translation>未采用</translation>
    </message>
    <message>
        <source>{} (its files do not say: generation_config.json was missing)</source>
        <translation>{}（文件没有说明：缺少 generation_config.json）</translation>
    </message>
    <message>
        <source>Assumed</source>
        <translation>假定</translation>
    </message>
    <message>
        <source>Will be trained into</source>
        <translation>将训练成</translation>
    </message>
    <message>
        <source>{} (waits its turn)</source>
        <translation>{}（排队等待中）</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>{} (not yet translated to the end)</source>
        <translation>{}（尚未翻译完）</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>其他程序</translation>
    </message>
    <message>
        <source>get its translations now</source>
        <translation>正在使用它的译文</translation>
    </message>
    <message>
        <source>BLEU {bleu}, chrF {chrf} on {corpus} ({sentences} sentences, {decode}), {date}</source>
        <translation>在 {corpus} 上 BLEU {bleu}，chrF {chrf}（{sentences} 句，{decode}），{date}</translation>
    </message>
    <message>
        <source>not measured here</source>
        <translation>未在此测过</translation>
    </message>
    <message>
        <source>Trained from</source>
        <translation>训练自</translation>
    </message>
    <message>
        <source>{} (its makers decode so, Pellucid does not)</source>
        <translation>{}（它的作者这样解码，Pellucid 不这样）</translation>
    </message>
    <message>
        <source>Trained further into</source>
        <translation>继续训练成</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>on every page, now</source>
        <translation>各页面正在使用</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>{} on its validation part, greedy</source>
        <translation>{}（在它的验证集上，贪心）</translation>
    </message>
    <message>
        <source>{file} ({kind}), imported {date}</source>
        <translation>{file}（{kind}），{date} 导入</translation>
    </message>
    <message>
        <source>Pellucid, bundled</source>
        <translation>Pellucid 自带</translation>
    </message>
    <message>
        <source>trained here</source>
        <translation>在此训练</translation>
    </message>
    <message>
        <source>a folder elsewhere</source>
        <translation>别处的文件夹</translation>
    </message>
    <message>
        <source>another Pellucid</source>
        <translation>另一台 Pellucid</translation>
    </message>
</context>
<context>
    <name>ModelsCompare</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Sentences to compare on</source>
        <translation>用来比较的句子</translation>
    </message>
    <message>
        <source>Sentences for both models, one a line</source>
        <translation>给两个模型的句子，每行一句</translation>
    </message>
    <message>
        <source>Translations side by side</source>
        <translation>并排的译文</translation>
    </message>
    <message>
        <source>Only the first {most} of these {all} sentences are compared.</source>
        <translation>这 {all} 个句子中只比较前 {most} 个。</translation>
    </message>
    <message>
        <source>{model} decodes with its own settings: {settings}</source>
        <translation>{model} 按自己的设置解码：{settings}</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>{same} of {all} translations are the same</source>
        <translation>{all} 句译文中有 {same} 句相同</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Half size in memory</source>
        <translation>内存减半</translation>
    </message>
    <message>
        <source>While translating, weights are held with 16 bits instead of 32: for large models on a machine with little memory. Files stay as they are.</source>
        <translation>翻译时权重以 16 位而不是 32 位保存：适合内存较小的机器上的大模型。文件保持不变。</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>An archive (zip, tar, .pellucid, .argosmodel)…</source>
        <translation>压缩包（zip、tar、.pellucid、.argosmodel）…</translation>
    </message>
    <message>
        <source>A folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Drop a model here: an OPUS-MT folder or zip, or a .pellucid file.</source>
        <translation>把模型拖到这里：OPUS-MT 的文件夹或 zip，或 .pellucid 文件。</translation>
    </message>
    <message>
        <source>It is looked at first; nothing is copied before you say so.</source>
        <translation>先查看内容，经您同意才会复制。</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>磁盘占用</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>{} models · hold Ctrl and click a second one to compare</source>
        <translation>{} 个模型 · 按住 Ctrl 再点一个可以比较</translation>
    </message>
    <message>
        <source>bundled</source>
        <translation>自带</translation>
    </message>
    <message>
        <source>trained here</source>
        <translation>在此训练</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>别处</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证集</translation>
    </message>
    <message>
        <source>Looking at {}…</source>
        <translation>正在查看 {}…</translation>
    </message>
    <message>
        <source>Reading {}…</source>
        <translation>正在读取 {}…</translation>
    </message>
    <message>
        <source>Checking the numbers of {}…</source>
        <translation>正在检查 {} 的数值…</translation>
    </message>
    <message>
        <source>Writing {}…</source>
        <translation>正在写入 {}…</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>正在导出…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Models (*.zip *.tar *.gz *.tgz *.pellucid *.argosmodel);;All files (*)</source>
        <translation>模型 (*.zip *.tar *.gz *.tgz *.pellucid *.argosmodel);;所有文件 (*)</translation>
    </message>
    <message>
        <source>The system has no file manager that opens {}.</source>
        <translation>系统没有能打开 {} 的文件管理器。</translation>
    </message>
    <message>
        <source>One file for another Pellucid (*{})</source>
        <translation>供另一台 Pellucid 使用的单个文件 (*{})</translation>
    </message>
    <message>
        <source>A folder in the Hugging Face layout of Marian (*)</source>
        <translation>Hugging Face Marian 格式的文件夹 (*)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>and {} more</source>
        <translation>另有 {} 个</translation>
    </message>
    <message>
        <source>Move “{name}” to the trash? These files go:</source>
        <translation>把“{name}”移到废纸篓？将移走这些文件：</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到废纸篓</translation>
    </message>
    <message>
        <source>These trainings wait to begin with it, and then cannot: {}</source>
        <translation>以下训练正等着从它开始，移走后将无法开始：{}</translation>
    </message>
    <message>
        <source>These documents are not translated to their end, and then cannot be: {}</source>
        <translation>这些文档尚未翻译完，移走后无法继续：{}</translation>
    </message>
    <message>
        <source>Other programs get its translations now, and then do not.</source>
        <translation>其他程序正在使用它的译文，移走后将无法使用。</translation>
    </message>
    <message>
        <source>Trained from it, and stay as they are: {}</source>
        <translation>由它继续训练而来，不受影响：{}</translation>
    </message>
</context>
<context>
    <name>NewRunForm</name>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Sentences</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>规模</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间上限</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>General text</source>
        <translation>通用文本</translation>
    </message>
    <message>
        <source>Stop early</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Use the sample sentences</source>
        <translation>使用示例句子</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Only {} was taken: a run has one file. The Data page puts several together.</source>
        <translation>只取用了 {}：一次训练使用一个文件。可在“数据”页把多个文件合在一起。</translation>
    </message>
    <message>
        <source>Choose a file of sentence pairs first, such as a TSV: one pair a line, source, TAB, translation.</source>
        <translation>请先选择句对文件，例如 TSV：每行一对，原文、制表符、译文。</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Training goes on in the background; you can translate and step meanwhile, and close the window: the run resumes where it was.</source>
        <translation>训练在后台进行，其间可以照常翻译和单步解码；关闭窗口也无妨，之后可从中断处继续。</translation>
    </message>
    <message>
        <source>Source language</source>
        <translation>源语言</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>The usual one; lower where a run went astray</source>
        <translation>常用值；训练发散时可调低</translation>
    </message>
    <message>
        <source>Target language</source>
        <translation>目标语言</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>未指定</translation>
    </message>
    <message>
        <source>{} + {} layers, {} heads, d {}</source>
        <translation>{} + {} 层，{} 头，d {}</translation>
    </message>
    <message>
        <source>up to {} weights</source>
        <translation>最多 {} 个权重</translation>
    </message>
    <message>
        <source>The learning rate is “{}”; expected a number such as 0.0005, or nothing for the usual one.</source>
        <translation>学习率为“{}”；应为类似 0.0005 的数字，留空则使用常用值。</translation>
    </message>
    <message>
        <source>Let it wait</source>
        <translation>排队等待</translation>
    </message>
    <message>
        <source>It begins by itself when “{}” has ended.</source>
        <translation>“{}”结束后，它会自动开始。</translation>
    </message>
    <message>
        <source>Drop a file of sentence pairs here</source>
        <translation>把句对文件拖到这里</translation>
    </message>
    <message>
        <source>TSV: one pair a line, source, TAB, translation</source>
        <translation>TSV：每行一对，原文、制表符、译文</translation>
    </message>
    <message>
        <source>As “{}”</source>
        <translation>同“{}”</translation>
    </message>
    <message>
        <source>The same sentences, model and settings, from the start</source>
        <translation>同样的句子、模型和设置，从头训练</translation>
    </message>
    <message>
        <source>Its pairs are counted when the training starts.</source>
        <translation>训练开始时才统计其中的句对。</translation>
    </message>
    <message>
        <source>Its first lines have no TAB: expected source, TAB, translation.</source>
        <translation>开头几行没有制表符：每行应为原文、制表符、译文。</translation>
    </message>
    <message>
        <source>{} pairs</source>
        <translation>{} 对</translation>
    </message>
    <message>
        <source>about {} pairs</source>
        <translation>约 {} 对</translation>
    </message>
    <message>
        <source>{} pairs is little: the model will learn them by heart. More sentences help most.</source>
        <translation>{} 对太少：模型会把它们背下来。增加句子最有帮助。</translation>
    </message>
    <message>
        <source>Choose sentences</source>
        <translation>选择句子</translation>
    </message>
    <message>
        <source>Sentence pairs (*.tsv *.txt *.csv *.tmx *.xlf *.xliff *.po *.jsonl);;All files (*)</source>
        <translation>句对 (*.tsv *.txt *.csv *.tmx *.xlf *.xliff *.po *.jsonl);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>NextTokenCard</name>
    <message>
        <source>Next token</source>
        <translation>下一个词元</translation>
    </message>
    <message>
        <source>%       log p</source>
        <translation>%       log p</translation>
    </message>
    <message>
        <source>Most probable next tokens</source>
        <translation>概率最大的下一个词元</translation>
    </message>
    <message>
        <source>{count} other tokens</source>
        <translation>其余 {count} 个词元</translation>
    </message>
    <message>
        <source>After temperature, top-k and top-p; log p stays the model&apos;s.</source>
        <translation>经温度、top-k 与 top-p 处理之后；log p 仍是模型的。</translation>
    </message>
    <message>
        <source>▎Normal decode after the same tokens, for comparison.</source>
        <translation>▎同样词元之后的正常解码，用于对照。</translation>
    </message>
</context>
<context>
    <name>Notification</name>
    <message>
        <source>Training has ended: {}</source>
        <translation>训练已结束：{}</translation>
    </message>
    <message>
        <source>No model was validated.</source>
        <translation>还没有任何模型经过验证。</translation>
    </message>
    <message>
        <source>Best BLEU {} at step {}</source>
        <translation>最佳 BLEU {}（第 {} 步）</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
</context>
<context>
    <name>PinnedSentences</name>
    <message>
        <source>Five sentences at most are pinned; unpin one first.</source>
        <translation>最多固定五个句子，请先取消一个。</translation>
    </message>
</context>
<context>
    <name>PreflightCard</name>
    <message>
        <source>Before you train</source>
        <translation>训练之前</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>The engine is being prepared for this computer, once; this takes some ten seconds. Then the steps are timed.</source>
        <translation>正在为这台计算机准备计算引擎，只需一次，约十秒钟；然后实测训练步。</translation>
    </message>
    <message>
        <source>“Measure” times a few steps of each size on this computer: how long a training takes, and how much memory.</source>
        <translation>“测量”会在这台电脑上为每种规模计时几步：训练需要多久，占多少内存。</translation>
    </message>
    <message>
        <source>One epoch: {times}.</source>
        <translation>一轮：{times}。</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>{size}, {weights} weights, {memory}</source>
        <translation>{size}，{weights} 个权重，{memory}</translation>
    </message>
    <message>
        <source>Time for {} readings of the corpus, a rule of thumb for a good model; from the fastest and the slowest timed step.</source>
        <translation>通读语料 {} 遍所需的时间；读这么多遍通常能得到不错的模型，这只是经验之谈。范围取自最快和最慢的一步。</translation>
    </message>
    <message>
        <source>{encoder} + {decoder} layers of {width}</source>
        <translation>{encoder} + {decoder} 层，宽 {width}</translation>
    </message>
    <message>
        <source>measuring…</source>
        <translation>正在测量…</translation>
    </message>
</context>
<context>
    <name>Preparing</name>
    <message>
        <source>Preparing the engine for this machine (once) … Everything works meanwhile, only more slowly.</source>
        <translation>正在为这台电脑准备计算引擎（仅此一次）… 期间一切照常可用，只是慢一些。</translation>
    </message>
</context>
<context>
    <name>ProbeAttention</name>
    <message>
        <source>Attention head</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>Attention of the pinned sentence</source>
        <translation>固定句子的注意力</translation>
    </message>
    <message>
        <source>Layer {}, head {}: aligns best</source>
        <translation>第 {} 层，第 {} 头：对齐最好</translation>
    </message>
    <message>
        <source>Layer {}, head {}</source>
        <translation>第 {} 层，第 {} 头</translation>
    </message>
    <message>
        <source>{} attends to {}, {}</source>
        <translation>{} 关注 {}，{}</translation>
    </message>
</context>
<context>
    <name>ReportCard</name>
    <message>
        <source>Before and after</source>
        <translation>微调前后</translation>
    </message>
    <message>
        <source>Keep the tuned model</source>
        <translation>采用微调后的模型</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>恢复原模型</translation>
    </message>
    <message>
        <source>This run&apos;s model is the tuned one, of step {}.</source>
        <translation>当前采用微调后的模型，第 {} 步。</translation>
    </message>
    <message>
        <source>The model that it started from becomes this run&apos;s model again; the tuned one is put aside</source>
        <translation>重新采用训练开始时的模型；微调后的模型另行保存</translation>
    </message>
    <message>
        <source>Validation sentences</source>
        <translation>验证句子</translation>
    </message>
    <message>
        <source>General sentences</source>
        <translation>通用句子</translation>
    </message>
    <message>
        <source>95 % intervals and p by sacrebleu&apos;s paired bootstrap, 1,000 draws</source>
        <translation>95 % 区间和 p 值由 sacrebleu 的配对自助法计算，重采样 1,000 次</translation>
    </message>
    <message>
        <source>{} of {} sentences are translated otherwise</source>
        <translation>{} 句译文有变化，共 {} 句</translation>
    </message>
    <message>
        <source>No validation was better than before the first step: this run&apos;s model is the one that it started from.</source>
        <translation>没有哪次验证比第一步之前更好：当前采用的仍是训练开始时的模型。</translation>
    </message>
    <message>
        <source>This run&apos;s model is the one that it started from.</source>
        <translation>当前采用训练开始时的模型。</translation>
    </message>
    <message>
        <source>clearly different</source>
        <translation>差异明显</translation>
    </message>
    <message>
        <source>may be chance</source>
        <translation>可能出于偶然</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>没有差别</translation>
    </message>
    <message>
        <source>{name}: BLEU {before} ± {before_ci} → {after} ± {after_ci}, {verdict} (p {p})</source>
        <translation>{name}：BLEU {before} ± {before_ci} → {after} ± {after_ci}，{verdict}（p {p}）</translation>
    </message>
</context>
<context>
    <name>RulesDialog</name>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>The pairs that the rules would leave out are shown before they are. Your files stay as they are.</source>
        <translation>规则要排除的句对会先显示给您看，再行排除。您的文件保持原样。</translation>
    </message>
    <message>
        <source>Show what they leave out</source>
        <translation>查看会排除什么</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The same pair twice</source>
        <translation>同一句对出现两次</translation>
    </message>
    <message>
        <source>The same but for case, punctuation and spaces</source>
        <translation>仅大小写、标点和空格不同</translation>
    </message>
    <message>
        <source>Marked as not finished in the file</source>
        <translation>文件中标记为未完成</translation>
    </message>
    <message>
        <source>A target of XLIFF that is to be translated still</source>
        <translation>XLIFF 中尚待翻译的译文</translation>
    </message>
    <message>
        <source>A sentence that the set to validate on has too</source>
        <translation>验证集中也有的句子</translation>
    </message>
    <message>
        <source>A target that is its source, from so many words</source>
        <translation>译文与原文相同，从这么多个词起</translation>
    </message>
    <message>
        <source>A target of XLIFF that a reviewer rejected</source>
        <translation>XLIFF 中被审校者退回的译文</translation>
    </message>
    <message>
        <source>A unit of XLIFF that is not to be translated</source>
        <translation>XLIFF 中标为不翻译的单元</translation>
    </message>
    <message>
        <source>Figures that differ; missing on one side from so many digits</source>
        <translation>数字不同；一边缺少的数字从这么多位起</translation>
    </message>
    <message>
        <source>Broken encoding</source>
        <translation>编码损坏</translation>
    </message>
    <message>
        <source>Non-printing characters</source>
        <translation>不可打印字符</translation>
    </message>
    <message>
        <source>Letters of a side where the other has more, at least</source>
        <translation>另一边更长时，一边至少要有的字母数</translation>
    </message>
    <message>
        <source>Characters of a side, at most</source>
        <translation>一侧字符数，最多</translation>
    </message>
    <message>
        <source>Ratio of the lengths, at most</source>
        <translation>长度比，最大</translation>
    </message>
    <message>
        <source>The same mark in a row, fewer than</source>
        <translation>同一标点连续出现，少于</translation>
    </message>
    <message>
        <source>Share of letters in the language&apos;s script, at least</source>
        <translation>属于该语言文字的字母比例，至少</translation>
    </message>
    <message>
        <source>Inline tags of TMX and XLIFF</source>
        <translation>TMX 和 XLIFF 的行内标记</translation>
    </message>
    <message>
        <source>left out, text kept</source>
        <translation>去掉，保留文字</translation>
    </message>
    <message>
        <source>kept as &lt;1&gt;</source>
        <translation>保留为 &lt;1&gt;</translation>
    </message>
    <message>
        <source>Plural forms of PO</source>
        <translation>PO 的复数形式</translation>
    </message>
    <message>
        <source>each a pair</source>
        <translation>各成一对</translation>
    </message>
    <message>
        <source>the singular alone</source>
        <translation>只取单数</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不读</translation>
    </message>
</context>
<context>
    <name>RulesEditor</name>
    <message>
        <source>Replace rules</source>
        <translation>替换规则</translation>
    </message>
    <message>
        <source>A rule changes words in the text before it is translated, or in the translation after.</source>
        <translation>规则在翻译前更改原文中的词，或在翻译后更改译文中的词。</translation>
    </message>
    <message>
        <source>Look for</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Put in its place</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>翻译前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>翻译后</translation>
    </message>
    <message>
        <source>Before: in the text. After: in its translation.</source>
        <translation>翻译前：改原文。翻译后：改译文。</translation>
    </message>
    <message>
        <source>When</source>
        <translation>何时</translation>
    </message>
    <message>
        <source>Save rule</source>
        <translation>保存规则</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Try it on a text</source>
        <translation>在一段文字上试用</translation>
    </message>
    <message>
        <source>A text to try the rules on</source>
        <translation>用来试用规则的文字</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>新规则</translation>
    </message>
    <message>
        <source>Rule {number}</source>
        <translation>规则 {number}</translation>
    </message>
    <message>
        <source>Change the rule {words}</source>
        <translation>修改规则 {words}</translation>
    </message>
    <message>
        <source>before</source>
        <translation>翻译前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>翻译后</translation>
    </message>
    <message>
        <source>1 match</source>
        <translation>1 处匹配</translation>
    </message>
    <message>
        <source>{count} matches</source>
        <translation>{count} 处匹配</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>BLEU on validation</source>
        <translation>验证集 BLEU</translation>
    </message>
    <message>
        <source>Sample translations as it learns</source>
        <translation>学习过程中的示例译文</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Training loss is taken with dropout on, validation loss without: so validation may well lie lower at first.</source>
        <translation>训练损失在启用 dropout 时计算，验证损失则不启用：因此开始时验证损失完全可能更低。</translation>
    </message>
    <message>
        <source>How sure, 0 to 1</source>
        <translation>把握，0 到 1</translation>
    </message>
    <message>
        <source>The first translations come with the first validation.</source>
        <translation>第一次验证后会出现第一批译文。</translation>
    </message>
    <message>
        <source>No progress for {} s. Last: {}, at step {}.</source>
        <translation>已有 {} 秒没有进展。最后：{}，第 {} 步。</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
    <message>
        <source>Save and stop</source>
        <translation>保存并停止</translation>
    </message>
    <message>
        <source>Saving, then it stops.</source>
        <translation>正在保存，随后停止。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Start again with a lower rate</source>
        <translation>用更低的学习率重新开始</translation>
    </message>
    <message>
        <source>Hide log</source>
        <translation>隐藏日志</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>This run stopped at step {}. Everything up to step {} is saved.</source>
        <translation>这次训练停在第 {} 步。第 {} 步及之前的内容都已保存。</translation>
    </message>
    <message>
        <source>This run was stopped at step {}. It can go on from there.</source>
        <translation>这次训练已在第 {} 步停止，可以从那里继续。</translation>
    </message>
    <message>
        <source>This run is being trained by another window or program.</source>
        <translation>另一个窗口或程序正在训练它。</translation>
    </message>
    <message>
        <source>It is translated at the next validation.</source>
        <translation>下次验证时会翻译它。</translation>
    </message>
    <message>
        <source>It is followed no more from the next validation on.</source>
        <translation>从下次验证起不再跟踪它。</translation>
    </message>
    <message>
        <source>Kept from the next validation on.</source>
        <translation>从下次验证起保存。</translation>
    </message>
    <message>
        <source>greedy, on {} held-out pairs</source>
        <translation>贪心解码，{} 个预留句对</translation>
    </message>
    <message>
        <source>greedy, on held-out pairs</source>
        <translation>贪心解码，预留句对</translation>
    </message>
</context>
<context>
    <name>RunWords</name>
    <message>
        <source>Running</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>启动中</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Reading the sentences</source>
        <translation>读取句子</translation>
    </message>
    <message>
        <source>Learning the pieces of words</source>
        <translation>学习词元表</translation>
    </message>
    <message>
        <source>Preparing the engine (once)</source>
        <translation>正在准备计算引擎（仅此一次）</translation>
    </message>
    <message>
        <source>Getting the model ready</source>
        <translation>准备模型</translation>
    </message>
    <message>
        <source>Validating</source>
        <translation>验证中</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Fine-tuned</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Tiny</source>
        <translation>微型</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>小型</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基础</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>h</source>
        <translation>小时</translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>best BLEU</source>
        <translation>最佳 BLEU</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>谱系</translation>
    </message>
    <message>
        <source>A note on this run</source>
        <translation>给这次训练写一条备注</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Move to trash…</source>
        <translation>移到废纸篓…</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到废纸篓</translation>
    </message>
    <message>
        <source>Move the run “{}” and its model to the trash?</source>
        <translation>把训练“{}”及其模型移到废纸篓？</translation>
    </message>
</context>
<context>
    <name>SamplesView</name>
    <message>
        <source>Sample sentences</source>
        <translation>示例句子</translation>
    </message>
    <message>
        <source>Its translation at each validation</source>
        <translation>每次验证时的译文</translation>
    </message>
    <message>
        <source>A sentence to follow, then Enter</source>
        <translation>输入要跟踪的句子，按回车</translation>
    </message>
    <message>
        <source>Pin a sentence</source>
        <translation>固定一个句子</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Which validation is shown</source>
        <translation>显示哪一次验证</translation>
    </message>
    <message>
        <source>Step {}:  {}</source>
        <translation>第 {} 步：{}</translation>
    </message>
</context>
<context>
    <name>SamplingSliders</name>
    <message>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>SearchWords</name>
    <message>
        <source>greedy</source>
        <translation>贪心</translation>
    </message>
    <message>
        <source>sampling, seed {}</source>
        <translation>采样，种子 {}</translation>
    </message>
    <message>
        <source>beam {size}, length penalty {penalty}</source>
        <translation>束宽 {size}，长度惩罚 {penalty}</translation>
    </message>
    <message>
        <source>beam {size}, length penalty {penalty} as Hugging Face defines it</source>
        <translation>束宽 {size}，长度惩罚 {penalty}（按 Hugging Face 的定义）</translation>
    </message>
</context>
<context>
    <name>ServingCard</name>
    <message>
        <source>For other programs</source>
        <translation>供其他程序使用</translation>
    </message>
    <message>
        <source>Translate for other programs on this machine</source>
        <translation>为本机上的其他程序翻译</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Plug-ins made for LibreTranslate translate here, with your models and terms, as long as this window is open. Other machines cannot reach it.</source>
        <translation>为 LibreTranslate 编写的插件可在此翻译，使用您的模型和术语，只要此窗口开着。其他机器无法访问。</translation>
    </message>
    <message>
        <source>Off: nothing listens. Switched on, plug-ins made for LibreTranslate can translate with your models; other machines cannot.</source>
        <translation>已关闭：没有任何监听。打开后，为 LibreTranslate 编写的插件可用您的模型翻译；其他机器不能。</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
</context>
<context>
    <name>ServingController</name>
    <message>
        <source>There is no model that says between which languages it translates.</source>
        <translation>没有标明翻译语言的模型。</translation>
    </message>
    <message>
        <source>It stopped unexpectedly. {}</source>
        <translation>意外停止。{}</translation>
    </message>
</context>
<context>
    <name>ShelfController</name>
    <message>
        <source>“{}” is being trained: stop that first.</source>
        <translation>“{}”正在训练：请先停止训练。</translation>
    </message>
    <message>
        <source>The system has no trash for {}: remove that folder in the file manager.</source>
        <translation>系统没有可放 {} 的废纸篓：请在文件管理器中删除该文件夹。</translation>
    </message>
    <message>
        <source>One model at a time: wait for the other, or cancel it.</source>
        <translation>一次处理一个模型：请等前一个完成，或取消它。</translation>
    </message>
    <message>
        <source>Written to {}</source>
        <translation>已写入 {}</translation>
    </message>
    <message>
        <source>“{}” is imported, and in use on every page now.</source>
        <translation>已导入“{}”，现在所有页面都在用它。</translation>
    </message>
    <message>
        <source>That stopped unexpectedly. {}</source>
        <translation>意外中止。{}</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <source>log p up to here {value}</source>
        <translation>到此处 log p {value}</translation>
    </message>
    <message>
        <source>of the whole {value}</source>
        <translation>整句 {value}</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>No network used</source>
        <translation>不使用网络</translation>
    </message>
    <message>
        <source>Pellucid never connects to anything. Your text stays here.</source>
        <translation>Pellucid 从不联网，你的文字只留在这台电脑上。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
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
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 个线程</translation>
    </message>
    <message>
        <source>{count} threads</source>
        <translation>{count} 个线程</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
</context>
<context>
    <name>StartCombo</name>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>A new model</source>
        <translation>新模型</translation>
    </message>
</context>
<context>
    <name>StepKeys</name>
    <message>
        <source>next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>back one step</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>run to the end</source>
        <translation>运行到底</translation>
    </message>
    <message>
        <source>first, last known step</source>
        <translation>第一步、最后一个已知步</translation>
    </message>
    <message>
        <source>play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>play faster, slower</source>
        <translation>加快、放慢播放</translation>
    </message>
    <message>
        <source>force that candidate: a new branch</source>
        <translation>强制选该候选，长出新分支</translation>
    </message>
    <message>
        <source>next, previous branch</source>
        <translation>下一个、上一个分支</translation>
    </message>
    <message>
        <source>take the newest branch away</source>
        <translation>撤销最新的分支</translation>
    </message>
    <message>
        <source>greedy or sampling</source>
        <translation>贪心或采样</translation>
    </message>
    <message>
        <source>type a sentence (Esc gives the keys back)</source>
        <translation>输入句子（按 Esc 交还按键）</translation>
    </message>
    <message>
        <source>keep the target while the source is edited</source>
        <translation>修改源文时保留目标端</translation>
    </message>
    <message>
        <source>encoder, decoder, cross-attention</source>
        <translation>编码器自注意力、解码器自注意力、交叉注意力</translation>
    </message>
    <message>
        <source>next, previous layer</source>
        <translation>下一层、上一层</translation>
    </message>
    <message>
        <source>next, previous head</source>
        <translation>下一个、上一个头</translation>
    </message>
    <message>
        <source>next, previous view</source>
        <translation>下一个、上一个视图</translation>
    </message>
    <message>
        <source>words or pieces</source>
        <translation>按词或按词元</translation>
    </message>
    <message>
        <source>mean of heads or one head</source>
        <translation>各头平均或单个头</translation>
    </message>
    <message>
        <source>lines or matrix</source>
        <translation>连线或矩阵</translation>
    </message>
    <message>
        <source>one head alone, and back</source>
        <translation>单独显示一个头，再按返回</translation>
    </message>
    <message>
        <source>in a matrix, a tree or a list: from one to the next</source>
        <translation>在矩阵、树或列表中逐个移动</translation>
    </message>
    <message>
        <source>in a matrix: zoom</source>
        <translation>在矩阵中缩放</translation>
    </message>
    <message>
        <source>open or close the lab</source>
        <translation>打开或关闭实验室</translation>
    </message>
    <message>
        <source>hide the key pointed at, or show it again</source>
        <translation>隐藏所指的键，或重新显示</translation>
    </message>
    <message>
        <source>undo all edits of the lab</source>
        <translation>撤销实验室的全部改动</translation>
    </message>
    <message>
        <source>export the figure in focus</source>
        <translation>导出当前图形</translation>
    </message>
    <message>
        <source>these keys</source>
        <translation>显示这些按键</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
    <message>
        <source>Type a sentence and press Enter.</source>
        <translation>输入一个句子，按回车键。</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>Step page</source>
        <translation>单步页</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Inside a block</source>
        <translation>模块内部</translation>
    </message>
    <message>
        <source>All heads</source>
        <translation>全部头</translation>
    </message>
    <message>
        <source>Beam search</source>
        <translation>束搜索</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排比较</translation>
    </message>
    <message>
        <source>Batch and PAD</source>
        <translation>批次与 PAD</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图形</translation>
    </message>
    <message>
        <source>Next token</source>
        <translation>下一个词元</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Keep target</source>
        <translation>保留目标端</translation>
    </message>
    <message>
        <source>Edit the source and keep the target that was produced so far</source>
        <translation>修改源句，并保留到目前为止生成的目标端</translation>
    </message>
    <message>
        <source>Lab</source>
        <translation>实验室</translation>
    </message>
    <message>
        <source>Mask and head lab</source>
        <translation>掩码与注意力头实验室</translation>
    </message>
    <message>
        <source>Choose another…</source>
        <translation>另选一个…</translation>
    </message>
    <message>
        <source>Nothing to step through yet.</source>
        <translation>还没有可以单步解码的内容。</translation>
    </message>
    <message>
        <source>A model is needed: train one on your own sentences, or open a folder that holds one.</source>
        <translation>需要一个模型：用自己的句子训练一个，或打开已有模型的文件夹。</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <source>Open model folder…</source>
        <translation>打开模型文件夹…</translation>
    </message>
</context>
<context>
    <name>SubstepsStrip</name>
    <message>
        <source>Scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Scaled scores</source>
        <translation>缩放后的得分</translation>
    </message>
    <message>
        <source>Masked scores</source>
        <translation>掩码后的分数</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Head {number}, one sub-step at a time</source>
        <translation>第 {number} 头，逐个子步骤</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>softmax</source>
        <translation>softmax</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>later positions hidden</source>
        <translation>后面的位置已隐藏</translation>
    </message>
    <message>
        <source>none set</source>
        <translation>未设掩码</translation>
    </message>
    <message>
        <source>hidden keys</source>
        <translation>有键被隐藏</translation>
    </message>
    <message>
        <source>rows sum to {value}</source>
        <translation>每行之和为 {value}</translation>
    </message>
    <message>
        <source>{shown} of {all} columns</source>
        <translation>{all} 列中的 {shown} 列</translation>
    </message>
</context>
<context>
    <name>TableQuestion</name>
    <message>
        <source>The first row names the columns</source>
        <translation>首行是列名</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Column that is translated</source>
        <translation>要翻译的列</translation>
    </message>
    <message>
        <source>Where the translations go</source>
        <translation>译文写入位置</translation>
    </message>
    <message>
        <source>The first rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>Column {number}</source>
        <translation>第 {number} 列</translation>
    </message>
    <message>
        <source>Translate: {column}</source>
        <translation>翻译：{column}</translation>
    </message>
    <message>
        <source>In its place</source>
        <translation>写在原处</translation>
    </message>
    <message>
        <source>Into a new column</source>
        <translation>写入新列</translation>
    </message>
    <message>
        <source>Into: {column}</source>
        <translation>写入：{column}</translation>
    </message>
</context>
<context>
    <name>Terms</name>
    <message>
        <source>this sentence has more terms than the model has room for</source>
        <translation>此句的术语多于模型所能容纳</translation>
    </message>
    <message>
        <source>no translation with it ends within the model&apos;s length</source>
        <translation>含有它的译文无法在模型的长度内结束</translation>
    </message>
    <message>
        <source>no translation with it was found</source>
        <translation>没有找到含有它的译文</translation>
    </message>
    <message>
        <source>it would have cost more than {most} log p</source>
        <translation>代价会超过 {most} log p</translation>
    </message>
    <message>
        <source>it is not among the words that were chosen</source>
        <translation>所选的词中没有它</translation>
    </message>
</context>
<context>
    <name>TermsPanel</name>
    <message>
        <source>Glossaries</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>A glossary as CSV, TSV or TBX</source>
        <translation>CSV、TSV 或 TBX 格式的术语表</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>撤销上一次更改</translation>
    </message>
    <message>
        <source>No glossary yet. Import a CSV, TSV or TBX file, or add a term.</source>
        <translation>还没有术语表。请导入 CSV、TSV 或 TBX 文件，或添加一条术语。</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>必须</translation>
    </message>
    <message>
        <source>Preferred</source>
        <translation>优先</translation>
    </message>
    <message>
        <source>How strictly terms are used</source>
        <translation>术语使用的严格程度</translation>
    </message>
    <message>
        <source>Not translated</source>
        <translation>不翻译</translation>
    </message>
    <message>
        <source>A word a line, such as a name</source>
        <translation>每行一个词，例如名称</translation>
    </message>
    <message>
        <source>Words that are not translated</source>
        <translation>不翻译的词</translation>
    </message>
    <message>
        <source>Between slashes: a regular expression, as in /[A-Z]{2}-\d+/</source>
        <translation>斜杠之间为正则表达式，例如 /[A-Z]{2}-\d+/</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Keep addresses, tags, placeholders and `code`</source>
        <translation>保留网址、标签、占位符和 `代码`</translation>
    </message>
    <message>
        <source>A term is left out where it would lower the log-probability of its sentence by more than 4: the model finds it that unlikely there.</source>
        <translation>若会使句子的对数概率降低超过 4（模型认为它在那里很不合适），则不使用该术语。</translation>
    </message>
    <message>
        <source>Every term of the text stands in its translation, whatever it costs.</source>
        <translation>文中的每条术语都会出现在译文中，不论代价。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 条</translation>
    </message>
    <message>
        <source>Left out of the file:</source>
        <translation>文件中未采用的：</translation>
    </message>
    <message>
        <source>Added here</source>
        <translation>在此添加</translation>
    </message>
    <message>
        <source>1 term</source>
        <translation>1 条术语</translation>
    </message>
    <message>
        <source>{count} terms</source>
        <translation>{count} 条术语</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Import a glossary</source>
        <translation>导入术语表</translation>
    </message>
</context>
<context>
    <name>TokenBand</name>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Decoder &lt;span style=&apos;font-weight:400&apos;&gt;input&lt;/span&gt;</source>
        <translation>解码器&lt;span style=&apos;font-weight:400&apos;&gt;输入&lt;/span&gt;</translation>
    </message>
    <message>
        <source>predicts</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>shifted right</source>
        <translation>右移一位</translation>
    </message>
    <message>
        <source>Source tokens</source>
        <translation>源词元</translation>
    </message>
    <message>
        <source>Target tokens</source>
        <translation>目标词元</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个词元</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>改动后</translation>
    </message>
    <message>
        <source>Each position sees the tokens before it and predicts the next one. Position {number} sees {tokens}.</source>
        <translation>每个位置看见它之前的词元，预测下一个词元。第 {number} 个位置看见 {tokens}。</translation>
    </message>
</context>
<context>
    <name>TokenizerCard</name>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Type a sentence to see its pieces</source>
        <translation>输入句子，查看其切分</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>“Measure” learns a vocabulary from these sentences and shows how it cuts them.</source>
        <translation>“测量”会从这些句子学出词表，并显示它怎样切分句子。</translation>
    </message>
    <message>
        <source>{} pieces</source>
        <translation>{} 个子词</translation>
    </message>
    <message>
        <source>BPE, {} shared pieces</source>
        <translation>BPE，共用 {} 个子词</translation>
    </message>
    <message>
        <source>{} characters are not in it</source>
        <translation>有 {} 个字符不在其中</translation>
    </message>
    <message>
        <source>✓ every character is in it</source>
        <translation>✓ 所有字符都在其中</translation>
    </message>
    <message>
        <source>A vocabulary of {size} pieces suits {pairs} pairs: each is seen in several sentences.</source>
        <translation>{size} 个子词的词表适合 {pairs} 个句对：每个子词都会在若干句子中出现。</translation>
    </message>
    <message>
        <source>Characters that it will not know: {}</source>
        <translation>它不认识的字符：{}</translation>
    </message>
    <message>
        <source>Not known: {}</source>
        <translation>不认识：{}</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Save and stop; the run can be resumed</source>
        <translation>保存并停止，之后可以继续训练</translation>
    </message>
    <message>
        <source>Train longer</source>
        <translation>延长训练</translation>
    </message>
    <message>
        <source>Until this time</source>
        <translation>训练到这个时间</translation>
    </message>
    <message>
        <source>Train until this time of the day</source>
        <translation>训练到一天中的这个时间</translation>
    </message>
    <message>
        <source>Translate with best</source>
        <translation>用最佳模型翻译</translation>
    </message>
    <message>
        <source>Use the sample sentences</source>
        <translation>使用示例句子</translation>
    </message>
    <message>
        <source>No run yet.</source>
        <translation>还没有训练。</translation>
    </message>
    <message>
        <source>Drop a file of sentence pairs here, and train a small model on them.</source>
        <translation>把句对文件拖到这里，用它训练一个小模型。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>{} pairs</source>
        <translation>{} 对</translation>
    </message>
    <message>
        <source>{} + {} layers</source>
        <translation>{} + {} 层</translation>
    </message>
    <message>
        <source>{} weights</source>
        <translation>{} 个权重</translation>
    </message>
</context>
<context>
    <name>TrainingController</name>
    <message>
        <source>There is no file {}.</source>
        <translation>没有文件 {}。</translation>
    </message>
    <message>
        <source>{} is a folder without an import; choose a file of sentences.</source>
        <translation>{} 是文件夹，且不是导入的语料；请选择一个句对文件。</translation>
    </message>
    <message>
        <source>{} cannot be read: this account may not.</source>
        <translation>无法读取 {}：当前账户没有权限。</translation>
    </message>
    <message>
        <source>{} is empty.</source>
        <translation>{} 是空的。</translation>
    </message>
    <message>
        <source>It was to train until {}, and that time has passed.</source>
        <translation>它本应训练到 {}，但这个时间已经过了。</translation>
    </message>
    <message>
        <source>The folder for runs cannot be made: {}</source>
        <translation>无法建立训练文件夹：{}</translation>
    </message>
    <message>
        <source>{} is being trained; stop it first.</source>
        <translation>{} 正在训练，请先停止。</translation>
    </message>
    <message>
        <source>{} could not be moved to the trash; its folder is {}.</source>
        <translation>{} 无法移到废纸篓；它的文件夹是 {}。</translation>
    </message>
    <message>
        <source>{} is being trained. Stop it or let it finish first.</source>
        <translation>{} 正在训练。请先停止它，或等它完成。</translation>
    </message>
    <message>
        <source>The folder of runs cannot be read: {}</source>
        <translation>无法读取训练文件夹：{}</translation>
    </message>
</context>
<context>
    <name>TranslatePage</name>
    <message>
        <source>Translate the other way</source>
        <translation>反向翻译</translation>
    </message>
    <message>
        <source>Translate documents (Ctrl+O), or drop them here</source>
        <translation>翻译文档（Ctrl+O），或拖放到这里</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the translation</source>
        <translation>复制译文</translation>
    </message>
    <message>
        <source>Open in Step</source>
        <translation>单步查看</translation>
    </message>
    <message>
        <source>Watch the sentence at the cursor being decoded (Ctrl+Shift+Enter)</source>
        <translation>查看光标所在句子的解码过程（Ctrl+Shift+Enter）</translation>
    </message>
    <message>
        <source>Type or paste text</source>
        <translation>输入或粘贴文字</translation>
    </message>
    <message>
        <source>Text to translate</source>
        <translation>待翻译的文字</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>1 character</source>
        <translation>1 个字符</translation>
    </message>
    <message>
        <source>{count} characters</source>
        <translation>{count} 个字符</translation>
    </message>
    <message>
        <source>No model yet.</source>
        <translation>还没有模型。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End the translation; what is there stays</source>
        <translation>结束翻译；已有的译文保留</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>What was translated before, on this machine only</source>
        <translation>以前的译文，只保存在本机</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Glossary, memory and settings</source>
        <translation>术语、您的句子与设置</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Train one on your own sentences, or open a folder that holds one.</source>
        <translation>用自己的句子训练一个，或打开已有模型的文件夹。</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <source>Open model folder…</source>
        <translation>打开模型文件夹…</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Measured on sentences that the model did not train on</source>
        <translation>在模型没有训练过的句子上测得</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 个词</translation>
    </message>
    <message>
        <source>{count} words</source>
        <translation>{count} 个词</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>正在载入模型…</translation>
    </message>
    <message>
        <source>Translating… {done} of {total}</source>
        <translation>翻译中… {done} / {total}</translation>
    </message>
    <message>
        <source>Translating…</source>
        <translation>翻译中…</translation>
    </message>
    <message>
        <source>Taking in the text…</source>
        <translation>正在载入文本…</translation>
    </message>
    <message>
        <source>Up to date · {ms} ms</source>
        <translation>已是最新 · {ms} 毫秒</translation>
    </message>
    <message>
        <source>Not up to date · Ctrl+Enter translates</source>
        <translation>尚未更新 · 按 Ctrl+Enter 翻译</translation>
    </message>
</context>
<context>
    <name>TranslationNotes</name>
    <message>
        <source>Choose another…</source>
        <translation>另选一个…</translation>
    </message>
    <message>
        <source>Go on (Ctrl+Enter)</source>
        <translation>继续（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Stopped before the first sentence was translated.</source>
        <translation>在译出第一句之前已停止。</translation>
    </message>
    <message>
        <source>Stopped at {done} of {total} sentences: the rest is not translated.</source>
        <translation>已停止：{total} 句中译了 {done} 句，其余尚未翻译。</translation>
    </message>
    <message>
        <source>This text does not look like {expected}, which the model reads.</source>
        <translation>这段文字看起来不是模型所读的{expected}。</translation>
    </message>
    <message>
        <source>This text looks like {language}; the model reads {expected}.</source>
        <translation>这段文字看起来是{language}，而模型读的是{expected}。</translation>
    </message>
    <message>
        <source>Translate from {language}</source>
        <translation>改为翻译{language}</translation>
    </message>
    <message>
        <source>A very long paragraph got line breaks, so that typing stays quick.</source>
        <translation>一个很长的段落被加上了换行，以保持输入流畅。</translation>
    </message>
    <message>
        <source>1 piece of this text was never seen in training.</source>
        <translation>文中有 1 个片段在训练中从未出现。</translation>
    </message>
    <message>
        <source>{count} pieces of this text were never seen in training.</source>
        <translation>文中有 {count} 个片段在训练中从未出现。</translation>
    </message>
    <message>
        <source>1 sentence is longer than this model reads; it was translated in parts.</source>
        <translation>有 1 个句子超出了此模型能读的长度，已分成几部分翻译。</translation>
    </message>
    <message>
        <source>{count} sentences are longer than this model reads; they were translated in parts.</source>
        <translation>有 {count} 个句子超出了此模型能读的长度，已分成几部分翻译。</translation>
    </message>
    <message>
        <source>1 translation was cut off at the limit of its length.</source>
        <translation>有 1 条译文达到长度上限，被截断。</translation>
    </message>
    <message>
        <source>{count} translations were cut off at the limit of their length.</source>
        <translation>有 {count} 条译文达到长度上限，被截断。</translation>
    </message>
    <message>
        <source>Never seen in training: {pieces}</source>
        <translation>训练中从未出现：{pieces}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Run to end</source>
        <translation>运行到底</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>第一步</translation>
    </message>
    <message>
        <source>Back one step</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格键</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Undo the last branch</source>
        <translation>撤销最近的分支</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Time from step to step</source>
        <translation>每步间隔</translation>
    </message>
    <message>
        <source>Greedy</source>
        <translation>贪心</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>How the next token is chosen</source>
        <translation>下一个词元的选取方式</translation>
    </message>
    <message>
        <source>Step {number}</source>
        <translation>第 {number} 步</translation>
    </message>
    <message>
        <source>{step} of {total}</source>
        <translation>{step} / {total}</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>录制的</translation>
    </message>
    <message>
        <source>Edited branch</source>
        <translation>改动后的分支</translation>
    </message>
    <message>
        <source>Branch {number}</source>
        <translation>分支 {number}</translation>
    </message>
    <message>
        <source>Main branch</source>
        <translation>主分支</translation>
    </message>
</context>
<context>
    <name>WaitingList</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Waiting runs</source>
        <translation>等待中的训练</translation>
    </message>
    <message>
        <source>Begin now</source>
        <translation>现在开始</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>Opens it in the form, and takes it out of the list</source>
        <translation>在表单中打开，并从列表中移除</translation>
    </message>
    <message>
        <source>{}: could not begin</source>
        <translation>{}：未能开始</translation>
    </message>
</context>
<context>
    <name>WaitingRuns</name>
    <message>
        <source>The list of waiting runs cannot be read: {}</source>
        <translation>无法读取等待中的训练列表：{}</translation>
    </message>
    <message>
        <source>The list of waiting runs cannot be kept: {}</source>
        <translation>无法保存等待中的训练列表：{}</translation>
    </message>
</context>
</TS>
