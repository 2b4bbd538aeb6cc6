inklingLesson('neuron', String.raw`
=== en
# One neuron

A neuron does two things. First it multiplies each input by its own **weight**, adds the products, and adds its **bias**: that is z. Then it sends z through the **activation function**, and what comes out is a.

    z = x₁ · {+w₁} + x₂ · {-w₂} + b
    a = σ(z) = 1 ÷ (1 + e⁻ᶻ)

A weight says how much an input matters, and in which direction: a {+positive} weight pushes z up as its input grows, a {-negative} one pulls it down. The larger the weight, the steeper.

The **bias** is a number of the neuron's own that no input is multiplied with. It says where the neuron begins to answer: with b = −2 the weighted inputs must reach 2 before the sigmoid passes one half. The name misleads. It is neither an error nor a prejudice; it is a threshold with the sign turned round.

The **sigmoid** σ turns any z into a number between 0 and 1. **ReLU** is simpler still: it leaves what is positive and makes the rest 0. A neuron at 0 is silent, for this input; for another it may speak.

=== zh
# 一个神经元

神经元做的事只有两步：先把每个输入乘上各自的**权重**，加起来，再加上**偏置**，得到 z；然后把 z 送进**激活函数**，出来的就是 a。

    z = x₁ · {+w₁} + x₂ · {-w₂} + b
    a = σ(z) = 1 ÷ (1 + e⁻ᶻ)

权重说明一个输入有多要紧、朝哪个方向：权重为{+正}，输入越大 z 越高；权重为{-负}，输入越大 z 越低。权重越大，坡越陡。

**偏置**是神经元自己的一个数，不和任何输入相乘。它决定神经元从哪里开始有反应：b = −2 时，加权后的输入要达到 2，sigmoid 才过一半。这个名字容易误会：它既不是误差，也不是偏见，只是变了号的门槛。

**Sigmoid**（σ）把任何 z 变成 0 到 1 之间的数。**ReLU** 更简单：正的留下，其余都变成 0。输出为 0 的神经元对这个输入是沉默的，换一个输入，它也许就开口了。

=== tasks
- id: bias
  beliefs: [bias-is-error]
  title: {en: "Lower the bias", zh: "调低偏置"}
  figure: {kind: neuron, x1: 0.5, x2: 0.3, w1: 0.8, w2: -0.4, b: 0.1, move: [x1, b]}
  predict:
    ask:
      en: "The bias goes from 0.1 to −0.5; inputs and weights stay. What happens to the output a?"
      zh: "偏置从 0.1 调到 −0.5，输入和权重不变。输出 a 会怎样？"
    options:
      - {text: {en: "It rises", zh: "变大"}, when: "after > before"}
      - {text: {en: "It falls", zh: "变小"}, when: "after < before"}
      - {text: {en: "It stays; only an error is noted", zh: "不变，只是记下了一个误差"}, when: "after = before"}
  run:
    - keep: {before: a}
    - figure: {b: "-0.5"}
    - keep: {after: a}
  seen:
    en: "a fell from {before|4} to {after|4}. Move x₁ and b: b slides the point along the curve, for every input alike."
    zh: "a 从 {before|4} 降到 {after|4}。拖一拖 x₁ 和 b：b 让点沿曲线滑动，对任何输入都一样。"
  reason:
    ask: {en: "What is the bias?", zh: "偏置是什么？"}
    options:
      - text: {en: "How wrong the neuron is.", zh: "神经元错了多少。"}
        why: {en: "How wrong an answer is says the loss. The bias is part of computing the answer.", zh: "错多少由损失来说。偏置是算出回答的一部分。"}
        belief: bias-is-error
      - text: {en: "A shift of the sum: it moves the threshold.", zh: "给和加的一个平移：移动门槛。"}
        why: {en: "Yes. The curve keeps its shape and its slope, and moves sideways.", zh: "对。曲线形状和坡度不变，只是左右移动。"}
        right: true
      - text: {en: "One more activation.", zh: "又一个激活值。"}
        why: {en: "It does not depend on the input: it belongs to the network, like a weight.", zh: "它不随输入变，属于网络，和权重一样。"}
        belief: weights-are-activations

- id: threshold
  beliefs: [bias-is-error]
  title: {en: "Set a threshold", zh: "设一个门槛"}
  figure: {kind: neuron, x1: 0.5, w1: 4, b: 0, move: [b]}
  lock: [x1, w1]
  predict:
    ask:
      en: "One input, x = 0.5, and w = 4. For which b is the output exactly one half?"
      zh: "只有一个输入 x = 0.5，权重 w = 4。b 是多少时，输出正好是一半？"
    number: {min: -5, max: 5, step: 0.05, within: 0.1, value: b}
  goal:
    ask: {en: "Move only b, until a = 0.50.", zh: "只动 b，让 a = 0.50。"}
    done: "abs(a - 0.5) < 0.01"
    not: {en: "a = {a|4}; wanted is 0.50.", zh: "a = {a|4}；要的是 0.50。"}
    hint: {control: b, try: [2, -1, -3, -2]}
  seen:
    en: "With b = {b|2} the sum is {z|2} and a = {a|2}: a larger x says yes, a smaller one no."
    zh: "b = {b|2} 时和为 {z|2}，a = {a|2}：x 再大些就是“是”，再小些就是“否”。"
  reason:
    ask: {en: "Why −2?", zh: "为什么是 −2？"}
    options:
      - text: {en: "It cancels the product: 0.5 · 4 − 2 = 0, and σ(0) = ½.", zh: "它抵消了乘积：0.5 · 4 − 2 = 0，而 σ(0) = ½。"}
        why: {en: "Yes. A threshold at x = −b ÷ w.", zh: "对。门槛在 x = −b ÷ w。"}
        right: true
      - text: {en: "It tilts the curve until it passes one half.", zh: "它让曲线倾斜，直到过一半。"}
        why: {en: "The tilt comes from w, and w was locked. b moves the curve.", zh: "坡度由 w 决定，而 w 锁着。b 只移动曲线。"}
        belief: bias-is-error
      - text: {en: "It makes the weight smaller.", zh: "它让权重变小了。"}
        why: {en: "w is still 4. The bias is added after multiplying.", zh: "w 还是 4。偏置是乘完以后才加的。"}
        belief: weights-are-activations

- id: silent
  beliefs: [weights-are-activations]
  title: {en: "Silence it", zh: "让它沉默"}
  figure: {kind: neuron, x1: 1, x2: 0.5, w1: 1.5, w2: -1, b: 0.2, activation: relu, move: [x1, x2]}
  lock: [w1, w2, b]
  predict:
    ask:
      en: "A ReLU neuron with locked weights and bias. Can its activation be brought to exactly 0?"
      zh: "一个 ReLU 神经元，权重和偏置都锁住。能让它的激活值正好是 0 吗？"
    options:
      - {text: {en: "No: a weight would have to become 0", zh: "不能，除非有权重变成 0"}, when: "a > 0"}
      - {text: {en: "Yes, by another input", zh: "能，换个输入就行"}, when: "a = 0 and w1 = 1.5 and w2 = -1"}
  goal:
    ask: {en: "Move only the inputs, until a = 0.", zh: "只动输入，让 a = 0。"}
    done: "a = 0"
    not: {en: "a = {a|2}: the sum is still positive.", zh: "a = {a|2}：和还是正的。"}
    hint: {control: x1, try: [0.5, 0]}
  seen:
    en: "z = {z|2}, so a = 0. The weights are {w1|2} and {w2|2} as before."
    zh: "z = {z|2}，所以 a = 0。权重仍是 {w1|2} 和 {w2|2}。"
  reason:
    ask: {en: "What was switched off?", zh: "关掉的是什么？"}
    options:
      - text: {en: "The weights: they are 0 now.", zh: "权重：现在是 0 了。"}
        why: {en: "They stand where they stood. Bring the inputs back, and the neuron speaks again.", zh: "它们原地没动。把输入调回来，神经元又会开口。"}
        belief: weights-are-activations
      - text: {en: "The neuron has forgotten what it learned.", zh: "神经元忘了学过的东西。"}
        why: {en: "What it learned is in its weights, and they are untouched. An input changes nothing in them.", zh: "学到的在权重里，权重没动过。输入改变不了它们。"}
        belief: learns-while-drawing
      - text: {en: "The activation, for this input.", zh: "对这个输入的激活值。"}
        why: {en: "Yes. The activation belongs to the input, the weight to the network.", zh: "对。激活值属于输入，权重属于网络。"}
        right: true
`);
