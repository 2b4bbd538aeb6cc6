inklingLesson('trouble', String.raw`
=== en
# When it does not learn

A network that fails looks like one that has not been trained long enough. It rarely is. Before you change anything, look:

| What you see | What it may be |
| --- | --- |
| the loss jumps, or stays above guessing | steps too long |
| it creeps down in a straight line | steps too short |
| it stays where it began | neurons that are all alike, dead or saturated |
| it falls, then stands still while high | too small a network, or data that cannot do better |
| training falls, test rises | learning by heart |

The curve only says *that* something is wrong. The reason is inside:

- **Dead**: a ReLU that is 0 for every picture. Where it is 0 its slope is 0, too.
- **Saturated**: a sigmoid far out, where it is flat.
- **Vanishing**: backwards through each layer, the error is multiplied by a weight and a slope. Small times small times small is next to nothing.

~~~
error at the first layer
  ≈ error at the end
  × slope × weight
  × slope × weight × …
~~~

Then change **one** thing and begin again from the same start. Two changes at once teach you nothing, even if they help.

The tool **Diagnosis** looks for you, says what it saw, and breaks networks on purpose, so that you can practise.

=== zh
# 学不会的时候

学不会的网络，看上去就像还没训练够。其实往往不是。动手改之前，先看：

| 看到什么 | 可能是什么 |
| --- | --- |
| 损失乱跳，或一直比瞎猜还高 | 步子太大 |
| 像直线一样慢慢往下爬 | 步子太小 |
| 停在开始的地方 | 神经元全都一样、死了，或饱和了 |
| 先降，然后停在高处 | 网络太小，或数据只允许这样 |
| 训练损失降，测试损失升 | 死记硬背 |

曲线只说明**有**问题，原因在里面：

- **死了**：对每张图都输出 0 的 ReLU。输出是 0 的地方，坡度也是 0。
- **饱和**：落在平坦远端的 sigmoid。
- **消失**：误差往回每过一层，都要乘上一个权重和一个坡度。小数乘小数再乘小数，几乎什么也不剩。

~~~
第一层的误差
  ≈ 末端的误差
  × 坡度 × 权重
  × 坡度 × 权重 × …
~~~

然后只改**一处**，从同样的起点重新来。一次改两处，就算有用也学不到什么。

**诊断**工具会替你看，告诉你它看到了什么；它还能故意把网络弄坏，供你练习。

=== tasks
- id: dead
  beliefs: [higher-rate-faster]
  title: {en: "Silent for good", zh: "再也不响应"}
  load: "hidden=64,64,64&learning-rate=0.1"
  lock: [hidden, learning-rate, activation, optimizer]
  predict:
    ask:
      en: "Three layers of 64 ReLU, and a learning rate 50 times the usual. After three epochs, how many of the 64 neurons of the worst layer still answer to any picture at all?"
      zh: "三层，每层 64 个 ReLU，学习率是平常的 50 倍。三轮之后，最糟的那一层里，64 个神经元还有几个会对任何一张图有反应？"
    number: {min: 0, max: 64, step: 1, within: 10, value: "units - dead"}
  run:
    - epochs: 3
    - explore: diagnose
  seen:
    en: "In hidden layer {layer|0}, {dead|0} of {units|0} neurons answer 0 to each training picture. Test accuracy {testAccuracy|%}."
    zh: "第 {layer|0} 个隐藏层里，{units|0} 个神经元中有 {dead|0} 个对每张训练图都输出 0。测试准确率 {testAccuracy|%}。"
  reason:
    ask: {en: "Why do they not come back?", zh: "它们为什么回不来了？"}
    options:
      - text: {en: "They wait for a stroke that these pictures do not have.", zh: "它们在等这些图里没有的笔画。"}
        why: {en: "At the start nearly all of them answered to these very pictures.", zh: "开始时，它们几乎全都对这些图有反应。"}
        belief: edge-detector
      - text: {en: "Where a ReLU answers 0, its slope is 0, and no gradient moves its weights.", zh: "ReLU 输出 0 的地方坡度也是 0，没有梯度去动它的权重。"}
        why: {en: "Yes. One step that was too long threw them there. A leaky ReLU keeps a small slope and finds its way back.", zh: "对。一步太长，就把它们甩到了那里。leaky ReLU 还留着一点坡度，能走回来。"}
        right: true
      - text: {en: "The rate is still too low to lift them.", zh: "学习率还不够大，抬不动它们。"}
        why: {en: "Any rate times a gradient of 0 is 0. The large rate is what killed them.", zh: "梯度是 0，乘多大的学习率都是 0。正是太大的学习率害了它们。"}
        belief: higher-rate-faster

- id: vanish
  beliefs: [layers-suffice]
  title: {en: "What reaches the first layer", zh: "传到第一层的还有多少"}
  load: "hidden=32,32,32,32,32,32&activation=sigmoid&optimizer=sgd&learning-rate=0.1"
  lock: [hidden, activation, optimizer, learning-rate]
  predict:
    ask:
      en: "Six hidden layers of sigmoids, plain gradient descent, three epochs. How much of the error that the last layer hears reaches the first one?"
      zh: "六个 sigmoid 隐藏层，普通梯度下降，三轮。最后一层听到的误差，有多少能传到第一层？"
    options:
      - {text: {en: "About half", zh: "大约一半"}, when: "heard >= 0.1"}
      - {text: {en: "About a hundredth", zh: "大约百分之一"}, when: "heard >= 0.003 and heard < 0.1"}
      - {text: {en: "Less than a thousandth", zh: "不到千分之一"}, when: "heard < 0.003"}
  run:
    - epochs: 3
    - explore: diagnose
    - keep: {heard: reaches, sigmoids: testAccuracy}
    - load: "hidden=32,32,32,32,32,32&activation=relu&optimizer=sgd&learning-rate=0.1"
    - epochs: 10
  seen:
    en: "{heard|5} of it. Test accuracy {sigmoids|%}: guessing. The same layers with ReLU, after ten epochs: {testAccuracy|%}."
    zh: "只有 {heard|5}。测试准确率 {sigmoids|%}，等于瞎猜。同样的层换成 ReLU，十轮之后：{testAccuracy|%}。"
  reason:
    ask: {en: "Where has the error gone?", zh: "误差到哪里去了？"}
    options:
      - text: {en: "Each sigmoid passes at most a quarter on, and a quarter of a quarter of a quarter soon is nothing.", zh: "每个 sigmoid 最多传下去四分之一；四分之一的四分之一的四分之一，很快就没了。"}
        why: {en: "Yes. The slope of a sigmoid is 1/4 at its steepest, that of a ReLU is 1 wherever it is not 0.", zh: "对。sigmoid 最陡处的坡度也只有 1/4；ReLU 只要不是 0，坡度就是 1。"}
        right: true
      - text: {en: "Nowhere: six layers are not enough yet.", zh: "哪儿也没去：六层还不够。"}
        why: {en: "Each further layer takes its share of the error. Two layers learn this with ease.", zh: "每多一层，误差就再少一份。两层学起来很轻松。"}
        belief: layers-suffice
      - text: {en: "It is on its way: each epoch takes it one layer further.", zh: "还在路上：每轮往前传一层。"}
        why: {en: "Every single step goes through all layers, there and back.", zh: "每一步都会把所有层走一个来回。"}
        belief: epoch-step-batch

- id: by-heart
  beliefs: [lower-training-loss]
  title: {en: "Learnt by heart", zh: "背下来了"}
  load: "dataset=circle&noise=40&samples=400&test-share=0.6&hidden=64,64"
  lock: [dataset, noise, samples, test-share, hidden, l2]
  predict:
    ask:
      en: "160 noisy points to learn from, and two layers of 64 neurons. From epoch 10 to epoch 100 the training loss falls further. The test loss…"
      zh: "用 160 个带噪声的点来学，两层各 64 个神经元。从第 10 轮到第 100 轮，训练损失继续下降。测试损失会……"
    options:
      - {text: {en: "falls with it", zh: "跟着下降"}, when: "later < 0.9 * sooner"}
      - {text: {en: "stays where it is", zh: "保持不变"}, when: "later >= 0.9 * sooner and later <= 1.25 * sooner"}
      - {text: {en: "rises by more than a quarter", zh: "上升四分之一以上"}, when: "later > 1.25 * sooner"}
  run:
    - epochs: 10
    - keep: {sooner: testLoss, trainSooner: trainLoss}
    - epochs: 90
    - keep: {later: testLoss, trainLater: trainLoss}
    - explore: diagnose
    - load: "dataset=circle&noise=40&samples=400&test-share=0.6&hidden=64,64&l2=0.1"
    - epochs: 100
  seen:
    en: "Training loss {trainSooner|3} → {trainLater|3}, test loss {sooner|3} → {later|3}. With L2 at 0.1 the test loss ends at {testLoss|3}."
    zh: "训练损失 {trainSooner|3} → {trainLater|3}，测试损失 {sooner|3} → {later|3}。L2 取 0.1 时，测试损失最后是 {testLoss|3}。"
  reason:
    ask: {en: "Why does a price on large weights (L2) help here?", zh: "给大权重定个“价”（L2），为什么在这里有用？"}
    options:
      - text: {en: "It makes the training loss lower still.", zh: "它让训练损失更低。"}
        why: {en: "It ends higher. That is the point: less is learnt of the noise.", zh: "训练损失反而更高。要的就是这个：少学一点噪声。"}
        belief: lower-training-loss
      - text: {en: "It looks at the test points and corrects the network.", zh: "它看了测试点，再来纠正网络。"}
        why: {en: "Training never sees a test point, with L2 or without.", zh: "有没有 L2，训练都看不到任何测试点。"}
        belief: tune-on-test
      - text: {en: "A border that bends around single points needs large weights.", zh: "要让边界绕着单个的点拐弯，就得有大权重。"}
        why: {en: "Yes. Where they are dear, the smoother border is the cheaper one.", zh: "对。大权重贵了，更平滑的边界就更划算。"}
        right: true
`);
