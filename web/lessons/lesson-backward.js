inklingLesson('backward', String.raw`
=== en
# Forward and backward

**Forward** the numbers of one picture go from the pixels to the ten outputs. Nothing is changed; it is only computed.

The **loss** compares the outputs with the label. Now every weight is asked one question: *if you were a tiny bit larger, would the loss grow, and how fast?* The answer is its **gradient**. It is a slope, nothing more mysterious: 0.2 means that 0.01 more of this weight adds about 0.002 to the loss.

Asking each of 4,810 numbers alone would take 4,810 forward passes. **Backpropagation** gets all answers in one sweep, from the outputs back to the pixels, by a rule that is easy to say: *along a path, slopes multiply.*

    slope of loss by w = slope of loss by z · slope of z by w
                       = (a − target)      · x

For our neuron with target 1: a − 1 = −0.406, so w₁ has the slope −0.406 · 0.5 = −0.203. Negative: a larger w₁ makes the loss smaller.

Backpropagation only *computes* slopes. No picture runs backwards, and no weight has moved yet. The **update** does that, afterwards:

    w ← w − rate · slope

For slopes to differ, neurons must differ. That is why the start is random.

=== zh
# 前向与反向

**前向**：一张图片的数从像素走到十个输出。什么都不改，只是计算。

**损失**把输出和标签作比较。接着问每个权重一个问题：“你要是大一点点，损失会增大吗？增大得多快？”回答就是它的**梯度**。它只是坡度，没有更神秘的意思：0.2 的意思是，这个权重多 0.01，损失大约多 0.002。

4,810 个数一个个去问，就要做 4,810 遍前向。**反向传播**从输出往像素走一趟，就得到全部答案，规则一句话：“沿一条路径，坡度相乘。”

    损失对 w 的坡度 = 损失对 z 的坡度 · z 对 w 的坡度
                    = (a − 目标)       · x

拿我们的神经元来说，目标是 1：a − 1 = −0.406，所以 w₁ 的坡度是 −0.406 · 0.5 = −0.203。是负的：w₁ 变大，损失变小。

反向传播只是“算出”坡度。没有图片倒着走，权重也还没动。动它的是之后的**更新**：

    w ← w − 学习率 · 坡度

神经元各不相同，坡度才会不同。所以起点要随机。

=== tasks
- id: scenes
  beliefs: [backprop-is-learning]
  title: {en: "Which scene moves the weights?", zh: "哪一步动了权重？"}
  figure: {kind: neuron, x1: 0.5, x2: 0.3, w1: 0.8, w2: -0.4, b: 0.1, target: 1, rate: 1, scenes: true}
  predict:
    ask:
      en: "Forward, loss, gradients, update are played one after the other. After which of them are the weights others than before?"
      zh: "依次进行前向、损失、梯度、更新。哪一步之后，权重变了？"
    options:
      - {text: {en: "After each of them, a little", zh: "每一步都变一点"}, when: "movedBy = 'forward loss gradients update'"}
      - {text: {en: "After the gradients", zh: "梯度之后"}, when: "movedBy = 'gradients' or movedBy = 'gradients update'"}
      - {text: {en: "After the update alone", zh: "只在更新之后"}, when: "movedBy = 'update'"}
  run:
    - scenes
  seen:
    en: "Only the update moved them: w₁ is now {w1|4}. The loss fell from {lossBefore|4} to {lossAfter|4}. Play the scenes yourself, and watch the last line."
    zh: "只有更新动了权重：w₁ 现在是 {w1|4}。损失从 {lossBefore|4} 降到 {lossAfter|4}。自己按一按，看最后一行。"
  reason:
    ask: {en: "What does backpropagation do?", zh: "反向传播做的是什么？"}
    options:
      - text: {en: "It learns: it changes the weights.", zh: "它就是学习：改变权重。"}
        why: {en: "After the gradients w₁ was still 0.8000. Another rule, the optimiser, uses the slopes.", zh: "算完梯度，w₁ 仍是 0.8000。用坡度的是另一条规则：优化器。"}
        belief: backprop-is-learning
      - text: {en: "It runs the network backwards, from the digit to a picture.", zh: "把网络倒着运行，从数字得出图片。"}
        why: {en: "What goes back are slopes of the loss, one for each number. No picture comes out.", zh: "往回走的是损失的坡度，每个数一个，不会出来图片。"}
        belief: backprop-is-learning
      - text: {en: "It computes a slope for every weight and bias.", zh: "为每个权重和偏置算出坡度。"}
        why: {en: "Yes, all in one sweep. Moving them is the update's business.", zh: "对，一趟全算出来。动它们是更新的事。"}
        right: true

- id: again
  beliefs: [backprop-is-learning]
  title: {en: "Once more, and once more", zh: "再来一遍，再来一遍"}
  figure: {kind: neuron, x1: 0.5, x2: 0.3, w1: 0.8, w2: -0.4, b: 0.1, target: 1, rate: 1, scenes: true}
  predict:
    ask: {en: "The first update brought a from 0.59 to about 0.72. And the second?", zh: "第一次更新把 a 从 0.59 带到约 0.72。第二次呢？"}
    options:
      - {text: {en: "To 1: the target", zh: "到 1：达到目标"}, when: "a > 0.99"}
      - {text: {en: "Further, by less than the first", zh: "继续靠近，但比第一次少"}, when: "a - once < once - before and a > once"}
      - {text: {en: "Further, by as much", zh: "再靠近同样多"}, when: "a - once >= once - before"}
  run:
    - keep: {before: a}
    - scenes
    - keep: {once: a}
    - scenes
  seen:
    en: "{before|4} → {once|4} → {a|4}. Nearer each time, in smaller steps."
    zh: "{before|4} → {once|4} → {a|4}。每次更近，步子越来越小。"
  reason:
    ask: {en: "Why do the steps shrink?", zh: "为什么步子变小？"}
    options:
      - text: {en: "The slope holds the factor a − target, and that shrinks.", zh: "坡度里有 a − 目标这一项，它在变小。"}
        why: {en: "Yes. That is why one repeats it: each pass corrects what is still wrong.", zh: "对。所以要反复做：每一遍都修正还剩下的错。"}
        right: true
      - text: {en: "The learning rate falls by itself.", zh: "学习率自己在变小。"}
        why: {en: "It is 1 both times. A higher rate would take longer steps, not always better ones.", zh: "两次都是 1。学习率大步子就大，但不一定更好。"}
        belief: higher-rate-faster
      - text: {en: "Backpropagation has learned all it can.", zh: "反向传播已经学够了。"}
        why: {en: "Backpropagation keeps nothing: it computes slopes anew for the weights of the moment.", zh: "反向传播什么也不记：每次都按当前的权重重新算坡度。"}
        belief: backprop-is-learning

- id: zeros
  beliefs: [start-does-not-matter]
  title: {en: "All weights at zero", zh: "权重全为零"}
  load: "hidden=16&init=zeros"
  predict:
    ask:
      en: "16 hidden neurons start with all weights at zero, and train for ten epochs. What part of the test pictures is read correctly, in per cent?"
      zh: "16 个隐藏神经元，权重全从零开始，训练十轮。测试图片能认对百分之几？"
    number: {min: 0, max: 100, step: 1, within: 8, value: "zero * 100", unit: {en: " %", zh: " %"}}
  run:
    - epochs: 10
    - keep: {zero: testAccuracy}
    - load: "hidden=16"
    - epochs: 10
  seen:
    en: "From zeros: {zero|%}. The same network from a random start: {testAccuracy|%}."
    zh: "从零开始：{zero|%}。同样的网络，随机起点：{testAccuracy|%}。"
  reason:
    ask: {en: "What does the random start do?", zh: "随机起点起什么作用？"}
    options:
      - text: {en: "Nothing: the zeros only need more epochs.", zh: "没作用：从零开始只是要多训练几轮。"}
        why: {en: "They never get there. Twins get the same slopes in every step, and stay twins.", zh: "永远到不了。孪生的神经元每一步坡度都一样，一直是孪生。"}
        belief: start-does-not-matter
      - text: {en: "It makes the neurons differ, so that their slopes differ.", zh: "让神经元各不相同，坡度才会不同。"}
        why: {en: "Yes. With zeros all hidden neurons are one neuron; here even one that gets no slope at all.", zh: "对。全为零时，所有隐藏神经元等于一个，这里甚至连坡度都没有。"}
        right: true
      - text: {en: "It already holds a rough idea of the digits.", zh: "里面已经有数字的大概样子。"}
        why: {en: "The start reads one in ten. Any idea of a digit comes from the examples.", zh: "起点只能对十分之一。数字的样子都是从例子里来的。"}
        belief: programmed-rules

- id: one-weight
  beliefs: [start-does-not-matter]
  title: {en: "Break the symmetry by hand", zh: "亲手打破对称"}
  load: "hidden=16&init=zeros&augment-shift=0&augment-rotate=0&augment-scale=0&augment-shear=0&augment-elastic=0"
  predict:
    ask:
      en: "All weights are 0, and the network learns nothing. You will set one single weight, into hidden neuron 0, to 0.5, and training goes on for 20 epochs. How good can it get?"
      zh: "所有权重都是 0，网络什么也学不到。你来把通向 0 号隐藏神经元的一个权重改成 0.5，再训练 20 轮。最好能到什么程度？"
    options:
      - {text: {en: "Nothing: one of 1,210 numbers does not count", zh: "没有变化：1,210 个数里的一个算不了什么"}, when: "after < before + 0.02"}
      - {text: {en: "One neuron learns: better than guessing, and far from 90 %", zh: "一个神经元学会了点什么：比瞎猜强，但远不到 90 %"}, when: "after >= before + 0.02 and after < 0.8"}
      - {text: {en: "Everything wakes up: over 80 %", zh: "全都醒了：80 % 以上"}, when: "after >= 0.8"}
  goal:
    ask: {en: "Choose the weight that wakes a neuron: by the pixel that it comes from.", zh: "选一个能唤醒神经元的权重：看它来自哪个像素。"}
    controls:
      answer:
        label: {en: "Pixel whose line to neuron 0 gets 0.5", zh: "哪个像素到 0 号的连线改成 0.5"}
        start: "0"
        choices:
          - {value: "0", text: {en: "row 0, column 0", zh: "第 0 行第 0 列"}}
          - {value: "39", text: {en: "row 4, column 7", zh: "第 4 行第 7 列"}}
          - {value: "20", text: {en: "row 2, column 4", zh: "第 2 行第 4 列"}}
          - {value: "36", text: {en: "row 4, column 4", zh: "第 4 行第 4 列"}}
    done: "after >= before + 0.02"
    not:
      en: "{before|%} before, {after|%} after: still guessing. A weight is multiplied by its pixel, and this one is empty in every picture."
      zh: "之前 {before|%}，之后 {after|%}：还是瞎猜。权重要乘上它的像素，而这个像素在所有图片里都是空的。"
    hint: {control: answer, try: ["0", "39", "20"]}
  run:
    - reset
    - epochs: 5
    - keep: {before: testAccuracy}
    - edit: "weight=1,0,{answer},0.5"
    - epochs: 20
    - keep: {after: testAccuracy}
  seen:
    en: "{before|%} before the edit, {after|%} twenty epochs after it. Look at the tiles: one has come alive, the others are still at zero."
    zh: "改之前 {before|%}，改之后二十轮 {after|%}。看看小方块：一个活了过来，其余的还是零。"
  reason:
    ask: {en: "Why only one?", zh: "为什么只有一个？"}
    options:
      - text: {en: "The others need more epochs.", zh: "其余的还要多训练几轮。"}
        why: {en: "Their output is 0, so their lines onward get no slope; those lines are 0, so nothing comes back to them. In no epoch.", zh: "它们输出为 0，通向后面的线就没有坡度；那些线是 0，也就没有东西传回来。多少轮都一样。"}
        belief: start-does-not-matter
      - text: {en: "Slopes reach a neuron through weights that are not 0, and only that one had any.", zh: "坡度要经过非零的权重才能传到神经元，而只有它有。"}
        why: {en: "Yes. A random start gives every neuron a way of its own from the first step on.", zh: "对。随机起点从第一步起，就给了每个神经元一条自己的路。"}
        right: true
      - text: {en: "The program works on one neuron at a time.", zh: "程序一次只处理一个神经元。"}
        why: {en: "Each step moves every weight that has a slope. The others had none.", zh: "每一步都会移动所有有坡度的权重，其余的没有坡度。"}
        belief: programmed-rules
`);
