inklingLesson('structure', String.raw`
=== en
# Its structure

Neurons stand in **layers**. The first layer is the picture itself: 64 pixels. Then comes a **hidden layer** of, say, 64 neurons, and last the **output layer**: ten neurons, one for each digit. Every neuron is joined to every neuron of the layer before, and each of these lines has one number, its **weight**.

    64 pixels → 64 hidden neurons → 10 outputs
    weights: 64 × 64 + 64 × 10 = 4,736
    biases:  64 + 10 = 74
    together 4,810 numbers

Two kinds of numbers are easily confused:

- **Weights** belong to the network. They stay while you draw, and move when it trains. {+Blue lines} have positive weights, {-orange lines} negative ones.
- **Activations** belong to the picture of the moment. Each neuron has one, and another picture gives it another.

The tile of a hidden neuron shows its 64 incoming weights as an image. Do not expect clean strokes or loops: mostly they are blobs, and with another random start they are other blobs.

Each neuron ends with a bend, its **activation function**. It looks like a detail. Without it, any number of layers does no more than one: a sum of sums is a sum.

    y = 3 · (2 · x + 1) + 4  =  6 · x + 7

=== zh
# 网络的结构

神经元排成**层**。第一层就是图片本身：64 个像素。接着是**隐藏层**，比如 64 个神经元；最后是**输出层**：十个神经元，每个数字一个。每个神经元都和前一层的所有神经元相连，每条连线上有一个数，就是它的**权重**。

    64 个像素 → 64 个隐藏神经元 → 10 个输出
    权重：64 × 64 + 64 × 10 = 4,736
    偏置：64 + 10 = 74
    合计 4,810 个数

有两种数容易混：

- **权重**属于网络。你写字时它们不动，训练时才动。{+蓝线}是正权重，{-橙线}是负权重。
- **激活值**属于眼前这张图片。每个神经元有一个，换一张图就换一个值。

隐藏神经元的小方块，把通向它的 64 个权重画成了一张图。别指望看到干净的笔画或圆圈：多半是些斑块，换一个随机起点，斑块也就换了样。

每个神经元最后都要“弯”一下，这叫**激活函数**。看起来是个细节，可是没有它，再多的层也只抵得上一层：和的和还是和。

    y = 3 · (2 · x + 1) + 4  =  6 · x + 7

=== tasks
- id: activations
  beliefs: [weights-are-activations]
  title: {en: "Another picture", zh: "换一张图"}
  load: "hidden=32"
  shapes:
    one: [[[0.5, 0.15], [0.5, 0.85]]]
    zero: [[[0.5, 0.2], [0.36, 0.26], [0.3, 0.5], [0.36, 0.74], [0.5, 0.8], [0.64, 0.74], [0.7, 0.5], [0.64, 0.26], [0.5, 0.2]]]
  predict:
    ask:
      en: "A 1 is drawn, then a 0, and after that one training step is taken. What does drawing the 0 change?"
      zh: "先写一个 1，再写一个 0，然后训练一步。写下 0 的时候，什么变了？"
    options:
      - {text: {en: "The activations and the weights", zh: "激活值和权重都变"}, when: "firstDigest != secondDigest and first != second"}
      - {text: {en: "Only the activations", zh: "只有激活值变"}, when: "firstDigest = secondDigest and first != second"}
      - {text: {en: "Only the weights", zh: "只有权重变"}, when: "firstDigest != secondDigest and first = second"}
  run:
    - epochs: 12
    - draw: one
    - keep: {first: prediction, firstDigest: digest}
    - draw: zero
    - keep: {second: prediction, secondDigest: digest}
    - steps: 1
    - keep: {thirdDigest: digest}
  seen:
    en: "The answer went from {first} to {second}, the weights kept the digest {secondDigest}. One step later it is {thirdDigest}."
    zh: "回答从 {first} 变成 {second}，权重的摘要仍是 {secondDigest}。训练一步之后变成 {thirdDigest}。"
  reason:
    ask: {en: "Which sentence is right?", zh: "哪句话对？"}
    options:
      - text: {en: "Both are the numbers inside the network; they change together.", zh: "都是网络里的数，总是一起变。"}
        why: {en: "The digest of the weights stayed the same, to the last bit, while the answer became another.", zh: "回答变了，权重的摘要却一位都没变。"}
        belief: weights-are-activations
      - text: {en: "The weights changed a little: it has seen a 0 now.", zh: "权重变了一点：它见过 0 了。"}
        why: {en: "Seeing is not learning. A picture without a label and a training step leaves no trace.", zh: "看到不等于学到。没有标签、没有训练步，就不留痕迹。"}
        belief: learns-while-drawing
      - text: {en: "Activations follow the picture, weights follow training.", zh: "激活值随图片变，权重随训练变。"}
        why: {en: "Yes. The step moved the weights, and from then on every picture gives other activations too.", zh: "对。那一步动了权重，从此每张图的激活值也跟着不同。"}
        right: true

- id: seeds
  beliefs: [edge-detector]
  title: {en: "Two random starts", zh: "两个随机起点"}
  predict:
    ask:
      en: "The same network is trained twice; only the random start differs. What do you expect of the tiles of its 16 hidden neurons?"
      zh: "同样的网络训练两次，只有随机起点不同。16 个隐藏神经元的小方块会怎样？"
    options:
      - {text: {en: "The same images: both must find the strokes of the digits", zh: "图案一样：都得找出数字的笔画"}, when: "first(digests) = last(digests)"}
      - {text: {en: "Other images, and one of the two reads much worse", zh: "图案不同，而且有一个差得多"}, when: "first(digests) != last(digests) and abs(first(scores) - last(scores)) >= 0.04"}
      - {text: {en: "Other images, and both read about equally well", zh: "图案不同，但两个认得差不多好"}, when: "first(digests) != last(digests) and abs(first(scores) - last(scores)) < 0.04"}
  run:
    - each:
        name: seed
        of: [1, 2]
        do:
          - load: "hidden=16&seed={seed}"
          - epochs: 20
          - tiles: {en: "Seed {seed}: test accuracy {testAccuracy|%}", zh: "种子 {seed}：测试准确率 {testAccuracy|%}"}
        collect: {scores: testAccuracy, digests: digest}
  seen:
    en: "Seed 1: {first(scores)|%}, weights {first(digests)}. Seed 2: {last(scores)|%}, weights {last(digests)}. Beside each other are the tiles of both: blobs, and not the same ones."
    zh: "种子 1：{first(scores)|%}，权重 {first(digests)}。种子 2：{last(scores)|%}，权重 {last(digests)}。两次的小方块并排在此：是斑块，而且不一样。"
  reason:
    ask: {en: "What is a hidden neuron, then?", zh: "那么隐藏神经元是什么？"}
    options:
      - text: {en: "A detector for an edge or a loop.", zh: "某种边缘或圆圈的检测器。"}
        why: {en: "Two starts would then agree on the edges there are. They share neither the images nor their order.", zh: "那样两次该找到同样的边缘才对，可图案和次序都不相同。"}
        belief: edge-detector
      - text: {en: "One vote among many, useful only together with the others.", zh: "众多票中的一票，合在一起才有用。"}
        why: {en: "Yes. Many sets of votes give the same reading, and swapping two neurons with all their lines changes nothing but the order of a sum.", zh: "对。许多组不同的票能得出同样的结果；把两个神经元连同连线互换，只会改变相加的次序。"}
        right: true
      - text: {en: "A stored training picture.", zh: "一张存下来的训练图片。"}
        why: {en: "There are 16 tiles for 1,257 pictures, and they look like none of them.", zh: "只有 16 个方块，却有 1,257 张图片，而且哪一张也不像。"}
        belief: stores-pictures

- id: swap
  beliefs: [edge-detector]
  title: {en: "Two neurons change places", zh: "两个神经元换位"}
  load: "hidden=16"
  predict:
    ask:
      en: "In a trained network, neurons 2 and 9 change places with all their lines. What becomes of the test loss?"
      zh: "在训练好的网络里，把 2 号和 9 号神经元连同所有连线互换位置。测试损失会怎样？"
    options:
      - {text: {en: "It rises: each had its place for a reason", zh: "变大：它们各就各位自有道理"}, when: "after > before + 0.00001"}
      - {text: {en: "It stays, to five decimals", zh: "不变，精确到小数点后五位"}, when: "abs(after - before) <= 0.00001 and digestBefore != digestAfter"}
      - {text: {en: "It falls", zh: "变小"}, when: "after < before - 0.00001"}
  run:
    - epochs: 12
    - keep: {before: testLoss, digestBefore: digest}
    - edit: "swap=1,2,9"
    - keep: {after: testLoss, digestAfter: digest}
    - edit: "silence=1,2"
    - keep: {silenced: testLoss}
  seen:
    en: "Test loss {before|5} before, {after|5} after the swap, although the weights went from {digestBefore} to {digestAfter}. Then neuron 2 was silenced: {silenced|5}."
    zh: "互换前测试损失 {before|5}，互换后 {after|5}，尽管权重从 {digestBefore} 变成了 {digestAfter}。随后让 2 号静音：{silenced|5}。"
  reason:
    ask: {en: "Why does the swap change nothing, and silencing does?", zh: "为什么互换没有影响，静音却有？"}
    options:
      - text: {en: "The two detect the same stroke.", zh: "两个检测的是同一笔画。"}
        why: {en: "Then silencing one would do little. Their tiles differ; only the order of a sum has changed.", zh: "那样静音一个也无妨。它们的图案并不同，变的只是相加的次序。"}
        belief: edge-detector
      - text: {en: "A sum does not ask in which order it is added; but a vote that is missing is missing.", zh: "求和不问先后；可少了一票就是少了一票。"}
        why: {en: "Yes. The last bits may differ, since rounding goes by the order. What a neuron means lies in its lines, not in its place.", zh: "对。舍入与次序有关，所以最后几位可能不同。神经元的意义在它的连线里，不在它的位置上。"}
        right: true
      - text: {en: "The weights are stored elsewhere; the places are only a picture.", zh: "权重存在别处，位置只是画出来的。"}
        why: {en: "The digest of the weights changed: they did move. Their sum did not.", zh: "权重的摘要变了，它们确实挪了位置；变不了的是它们的和。"}
        belief: weights-are-activations

- id: linear
  beliefs: [layers-suffice]
  title: {en: "Three layers without a bend", zh: "三层，但不弯"}
  load: "dataset=xor&hidden=8,8,8&activation=linear"
  predict:
    ask:
      en: "The data are now points in four corners: opposite corners belong together. Three hidden layers of eight neurons learn them, but without an activation function. What part of the test points will be right, in per cent?"
      zh: "数据换成四个角上的点，对角同类。用三个隐藏层、每层八个神经元去学，但不用激活函数。测试点能对百分之几？"
    number: {min: 0, max: 100, step: 1, within: 12, value: "testAccuracy * 100", unit: {en: " %", zh: " %"}}
  run:
    - epochs: 40
    - explore: fold
  seen:
    en: "{testAccuracy|%} after 40 epochs; of two classes, guessing gives 50 %. All four layers were multiplied out to one matrix of 2 × 2: over the test points its sums differ from the network's by at most {difference|7}."
    zh: "40 轮之后 {testAccuracy|%}；两类瞎猜就有 50 %。四层乘开，得到一个 2 × 2 的矩阵：在测试点上，它算出的和与网络最多相差 {difference|7}。"
  reason:
    ask: {en: "Why do three layers not help?", zh: "为什么三层也没用？"}
    options:
      - text: {en: "Three are too few; with ten it would work.", zh: "三层太少，十层就行。"}
        why: {en: "A sum of sums of sums is still a sum: ten layers multiply out to one matrix as well.", zh: "和的和的和还是和：十层乘开，也只是一个矩阵。"}
        belief: layers-suffice
      - text: {en: "Without a bend, layers multiply out to a single one.", zh: "不弯的话，几层乘开就是一层。"}
        why: {en: "Yes: W₁ · W₂ · W₃ is one matrix, and one matrix draws one straight border.", zh: "对：W₁ · W₂ · W₃ 就是一个矩阵，而一个矩阵只能画一条直的分界。"}
        right: true
      - text: {en: "It had a bad random start.", zh: "随机起点不好。"}
        why: {en: "No start helps: no straight line parts these corners.", zh: "换哪个起点都没用：没有一条直线能分开这四个角。"}
        belief: start-does-not-matter

- id: fewest
  beliefs: [layers-suffice]
  title: {en: "As few as possible", zh: "越少越好"}
  load: "dataset=xor&hidden=1"
  lock: [dataset, activation]
  predict:
    ask:
      en: "Now with a bend (tanh), and one hidden layer. How many neurons does it take to get 95 % of these points right?"
      zh: "现在加上激活函数（tanh），只用一个隐藏层。要让 95 % 的点分对，至少要几个神经元？"
    number: {min: 1, max: 8, step: 1, within: 0.5, value: hidden}
  goal:
    ask: {en: "Find the smallest hidden layer that gets 95 % right in 100 epochs: one fewer must have been seen to fail.", zh: "找出 100 轮内能分对 95 % 的最小隐藏层：还得看到少一个就不行。"}
    controls:
      hidden: {label: {en: "Hidden neurons", zh: "隐藏神经元"}, choices: [1, 2, 3, 4, 8], start: "1"}
    done: "testAccuracy >= 0.95 and max(failed) = hidden - 1"
    not:
      en: "With {hidden}: {testAccuracy|%} right. Wanted are 95 %, and one neuron fewer must fail."
      zh: "{hidden} 个：分对 {testAccuracy|%}。要 95 %，而且少一个就不行。"
    hint: {control: hidden, try: [1, 2, 3]}
  run:
    - reset
    - epochs: 100
  seen:
    en: "{hidden} neurons with a bend: {testAccuracy|%}. 24 without one: about half."
    zh: "{hidden} 个会弯的神经元：{testAccuracy|%}。24 个不会弯的：约一半。"
  reason:
    ask: {en: "What made the difference?", zh: "差别在哪里？"}
    options:
      - text: {en: "The activation function.", zh: "激活函数。"}
        why: {en: "Yes. Each bent neuron gives one line with a soft step; three of them fence in what a line alone cannot.", zh: "对。每个会弯的神经元给出一条带缓坡的线，三条就能围出单独一条线围不出的区域。"}
        right: true
      - text: {en: "More layers.", zh: "层数更多。"}
        why: {en: "There were fewer: one instead of three.", zh: "层数反而更少：一层，之前是三层。"}
        belief: layers-suffice
      - text: {en: "A higher learning rate.", zh: "学习率更大。"}
        why: {en: "It was the same in both. Without a bend no rate gets past half.", zh: "两次一样大。不弯的话，多大的学习率也过不了一半。"}
        belief: higher-rate-faster
`);
