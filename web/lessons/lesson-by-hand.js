inklingLesson('by-hand', String.raw`
=== en
# One neuron by hand

Take pencil and paper. One neuron, two inputs:

    x = (0.5, 0.3)   w = ({+0.8}, {-−0.4})   b = 0.1

Multiply each input by its weight, add, and add the bias:

    z = 0.5 · {+0.8} + 0.3 · ({-−0.4}) + 0.1
      = 0.40 − 0.12 + 0.10
      = 0.38

Then the sigmoid:

    e⁻⁰·³⁸ = 0.6839
    a = 1 ÷ (1 + 0.6839) = 0.5939

**Careful:** the article that this course follows prints **0.5744** here. That is σ(0.3), not σ(0.38): the sum was taken wrongly before the sigmoid. You can check it without trusting anybody: 1 ÷ (1 + e⁻⁰·³) = 1 ÷ 1.7408 = 0.5744. The program says the same as your pencil.

A network is this sum, again and again. The one beside has 64 hidden neurons with 64 inputs each and ten outputs with 64 inputs each: 4,736 multiplications a picture. Nothing else is hidden in it.

=== zh
# 手算一遍

拿出纸笔。一个神经元，两个输入：

    x = (0.5, 0.3)   w = ({+0.8}, {-−0.4})   b = 0.1

每个输入乘上权重，加起来，再加偏置：

    z = 0.5 · {+0.8} + 0.3 · ({-−0.4}) + 0.1
      = 0.40 − 0.12 + 0.10
      = 0.38

再过 sigmoid：

    e⁻⁰·³⁸ = 0.6839
    a = 1 ÷ (1 + 0.6839) = 0.5939

**注意：**本课程依据的那篇文章在这里印的是 **0.5744**。那是 σ(0.3)，不是 σ(0.38)：进 sigmoid 之前的和就算错了。不必听谁的，自己验一下：1 ÷ (1 + e⁻⁰·³) = 1 ÷ 1.7408 = 0.5744。程序算的和你纸上的一样。

整个网络就是这样的和，一遍又一遍。旁边那个有 64 个隐藏神经元，各有 64 个输入；还有十个输出，也各有 64 个输入：每张图 4,736 次乘法。里面再没有别的东西。

=== tasks
- id: sum
  beliefs: [bias-is-error]
  title: {en: "The sum", zh: "求和"}
  figure: {kind: neuron, x1: 0.5, x2: 0.3, w1: 0.8, w2: -0.4, b: 0, move: [b]}
  predict:
    ask: {en: "In the figure b = 0. Put b = 0.1 back: what is a, to two places?", zh: "图里 b = 0。把 b 改回 0.1：a 是多少？写到两位小数。"}
    number: {min: 0, max: 1, step: 0.01, within: 0.01, value: a}
  run:
    - keep: {without: a}
    - figure: {b: "0.1"}
  seen:
    en: "Without the bias z = 0.28 and a = {without|4}; with it z = {z|2} and a = {a|4}. It is not 0.5744."
    zh: "不加偏置时 z = 0.28，a = {without|4}；加上后 z = {z|2}，a = {a|4}。不是 0.5744。"
  reason:
    ask: {en: "Where does the printed 0.5744 come from?", zh: "印出来的 0.5744 从哪里来？"}
    options:
      - text: {en: "From a bias of the author: a prejudice in the data.", zh: "来自作者的偏见，数据里的偏差。"}
        why: {en: "A bias is a number that is added, here 0.1. It has nothing to do with opinions.", zh: "偏置只是一个要加上的数，这里是 0.1，和看法无关。"}
        belief: bias-is-error
      - text: {en: "From a network that had trained a bit more.", zh: "来自多训练了一会儿的网络。"}
        why: {en: "Nothing was trained: inputs, weights and bias are all given.", zh: "这里没有训练：输入、权重和偏置都是给定的。"}
        belief: weights-are-activations
      - text: {en: "From σ(0.3): a wrong sum was put into the sigmoid.", zh: "来自 σ(0.3)：送进 sigmoid 的和错了。"}
        why: {en: "Yes: 1 ÷ (1 + e⁻⁰·³) = 0.5744, but the sum is 0.38.", zh: "对：1 ÷ (1 + e⁻⁰·³) = 0.5744，可是和应当是 0.38。"}
        right: true

- id: input
  beliefs: [weights-are-activations]
  title: {en: "Another input", zh: "换个输入"}
  figure: {kind: neuron, x1: 0.5, x2: 0.3, w1: 0.8, w2: -0.4, b: 0.1, move: [x2]}
  predict:
    ask: {en: "x₂ grows from 0.3 to 1.0, all else stays. What is z?", zh: "x₂ 从 0.3 变成 1.0，其余不变。z 是多少？"}
    number: {min: -2, max: 2, step: 0.01, within: 0.01, value: z}
  run:
    - keep: {before: z}
    - figure: {x2: 1}
  seen:
    en: "z goes from {before|2} to {z|2}, since 1.0 · (−0.4) = −0.40; a becomes {a|4}."
    zh: "1.0 · (−0.4) = −0.40，所以 z 从 {before|2} 变成 {z|2}，a 变成 {a|4}。"
  reason:
    ask: {en: "A larger input gave a smaller sum. Why?", zh: "输入变大，和却变小了。为什么？"}
    options:
      - text: {en: "Its weight is negative.", zh: "它的权重是负的。"}
        why: {en: "Yes: each 0.1 more of x₂ takes 0.04 from z.", zh: "对：x₂ 每多 0.1，z 就少 0.04。"}
        right: true
      - text: {en: "Its weight fell as the input rose.", zh: "输入变大时权重变小了。"}
        why: {en: "The weight is −0.4 before and after. Only the product became larger.", zh: "权重前后都是 −0.4，变大的只是乘积。"}
        belief: weights-are-activations
      - text: {en: "The bias subtracted it.", zh: "被偏置减掉了。"}
        why: {en: "The bias adds 0.1 whatever the inputs are.", zh: "不管输入是什么，偏置都只是加 0.1。"}
        belief: bias-is-error
`);
