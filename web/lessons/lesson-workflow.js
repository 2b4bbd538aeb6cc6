inklingLesson('workflow', String.raw`
=== en
# The whole workflow

Training is a loop of four steps:

1. **Forward**: send some pictures through the network.
2. **Loss**: one number for how wrong the answers are.
3. **Gradients**: for each weight, in which direction the loss grows, and how fast.
4. **Update**: move each weight a little the other way.

Three words say how often:

- A **batch** is the handful of pictures that are looked at together.
- A **step** is one update, made after one batch.
- An **epoch** is once through the whole training set.

With 1,257 pictures and a batch of 32, an epoch has 40 steps: 39 full batches and one with the 9 pictures that are left.

    steps per epoch = 1257 ÷ batch, rounded up

How far a step goes is the **learning rate**. The gradient only knows the slope where it stands: a step too long lands on the other side of the valley, higher than before.

**Loss is not accuracy.** Accuracy counts right answers. Loss asks how much was given to the right class: −ln 0.99 = 0.01, but −ln 0.001 = 6.9. A few answers that are wrong with confidence can outweigh hundreds of good ones.

=== zh
# 完整流程

训练就是四步循环：

1. **前向**：把一些图片送过网络。
2. **损失**：用一个数说明回答错得多厉害。
3. **梯度**：对每个权重，损失朝哪边增大、有多快。
4. **更新**：把每个权重朝反方向挪一点。

三个词说明“多少次”：

- **批**（batch）：一起看的那几张图片。
- **步**（step）：看完一批，更新一次。
- **轮**（epoch）：把整个训练集过一遍。

1,257 张图片，每批 32 张，一轮就有 40 步：39 个满批，加上剩下的 9 张。

    每轮步数 = 1257 ÷ 批大小，向上取整

一步走多远，叫**学习率**。梯度只知道脚下的坡度：步子太大，就会跨到山谷对面，比原来还高。

**损失不是准确率。**准确率数的是答对几个；损失问的是给正确答案多少分：−ln 0.99 = 0.01，而 −ln 0.001 = 6.9。几个“自信的错误”就能压过几百个好回答。

=== tasks
- id: sketch
  beliefs: [stores-pictures]
  title: {en: "Draw it before it is drawn", zh: "先画出来"}
  load: "hidden=12&seed=3"
  predict:
    ask:
      en: "A smaller network, with twelve hidden neurons, begins at about 10 %. Draw how its test accuracy will go, over twenty epochs."
      zh: "一个小一些的网络，十二个隐藏神经元，从 10 % 左右开始。画出二十轮里，测试准确率会怎么走。"
    curve: {of: test_accuracy, epochs: 20, min: 0, max: 1, within: 0.08}
  run:
    - epochs: 2
    - keep: {early: testAccuracy}
    - epochs: 3
    - keep: {middle: testAccuracy}
    - epochs: 15
  seen:
    en: "Dashed: your curve. {early|%} after 2 epochs, {middle|%} after 5, {testAccuracy|%} after 20."
    zh: "虚线是你画的。2 轮后 {early|%}，5 轮后 {middle|%}，20 轮后 {testAccuracy|%}。"
  reason:
    ask: {en: "Why is it steep first, and flat later?", zh: "为什么先陡后平？"}
    options:
      - text: {en: "Its store of pictures fills up.", zh: "存图片的地方快满了。"}
        why: {en: "It stores none. The same 910 numbers are moved at the beginning and at the end.", zh: "它一张也不存。从头到尾，挪动的都是那 910 个数。"}
        belief: stores-pictures
      - text: {en: "The slope comes from what is still wrong: much at first, little later.", zh: "坡度来自还错着的部分：一开始多，后来少。"}
        why: {en: "Yes. The first steps help hundreds of pictures at once; the last ones a handful.", zh: "对。最初几步一下子帮到几百张图片，最后几步只帮到几张。"}
        right: true
      - text: {en: "The learning rate has gone down.", zh: "学习率变小了。"}
        why: {en: "It was the same in every step. What shrank is the gradient.", zh: "每一步的学习率都一样，变小的是梯度。"}
        belief: higher-rate-faster

- id: batches
  beliefs: [epoch-step-batch]
  title: {en: "Eighteen steps", zh: "十八步"}
  load: "hidden=64&batch=32"
  lock: [dataset, test-share]
  predict:
    ask:
      en: "The training set has 1,257 pictures. Which batch size gives exactly 18 steps an epoch?"
      zh: "训练集有 1,257 张图片。批大小是多少时，一轮正好 18 步？"
    number: {min: 1, max: 1257, step: 1, within: 2, value: batch}
  goal:
    ask: {en: "Set the batch so that one epoch has exactly 18 steps.", zh: "调批大小，使一轮正好 18 步。"}
    controls:
      batch: {label: {en: "Batch size", zh: "批大小"}, min: 1, max: 1257, step: 1, start: 32}
    done: "epoch = 1 and step = 18"
    not:
      en: "Batch {batch}: {step} steps an epoch."
      zh: "批大小 {batch}：一轮 {step} 步。"
    hint: {control: batch, try: [100, 50, 80, 64, 70]}
  run:
    - reset
    - epochs: 1
  seen:
    en: "Batch {batch}: {step} steps in {epoch} epoch, since 1257 ÷ {batch} rounds up to 18."
    zh: "批大小 {batch}：{epoch} 轮 {step} 步，因为 1257 ÷ {batch} 向上取整是 18。"
  reason:
    ask: {en: "What has happened after one epoch?", zh: "一轮过后，发生了什么？"}
    options:
      - text: {en: "The weights have been changed once.", zh: "权重改了一次。"}
        why: {en: "Once a step: 18 times here.", zh: "每步改一次，这里改了 18 次。"}
        belief: epoch-step-batch
      - text: {en: "Every training picture was used once, in 18 updates.", zh: "每张训练图片用过一次，共更新 18 次。"}
        why: {en: "Yes. The last batch is smaller, and counts as a step too.", zh: "对。最后一批小一些，也算一步。"}
        right: true
      - text: {en: "18 pictures have been looked at.", zh: "看了 18 张图片。"}
        why: {en: "18 batches of pictures: all 1,257.", zh: "是 18 批图片，一共 1,257 张。"}
        belief: epoch-step-batch

- id: rate
  beliefs: [higher-rate-faster]
  title: {en: "The largest step that holds", zh: "还稳得住的最大步子"}
  load: "hidden=64&optimizer=sgd&learning-rate=0.125"
  lock: [optimizer, hidden]
  predict:
    ask:
      en: "Plain gradient descent, five epochs. What is the largest learning rate that still learns, to a training loss below 1?"
      zh: "普通梯度下降，五轮。训练损失还能降到 1 以下的最大学习率是多少？"
    options:
      - {text: {en: "8 or so: larger steps only get there sooner", zh: "8 左右：步子大只会到得更快"}, when: "learning-rate >= 4"}
      - {text: {en: "One in the middle, near 1", zh: "中间的，1 附近"}, when: "learning-rate >= 0.5 and learning-rate < 4"}
      - {text: {en: "About 0.125: it must be careful", zh: "0.125 左右：必须小心"}, when: "learning-rate < 0.5"}
  goal:
    ask:
      en: "Find the largest rate, within a factor of two, with which the training loss still falls below 1."
      zh: "找出训练损失仍能降到 1 以下的最大学习率，误差不超过两倍。"
    controls:
      learning-rate: {label: {en: "Learning rate", zh: "学习率"}, choices: [0.125, 0.25, 0.5, 1, 2, 4, 8], start: "0.125"}
    done: "epoch = 5 and trainLoss < 1 and learning-rate >= 0.5"
    not:
      en: "Rate {learning-rate}: training loss {trainLoss|3} after {epoch|0} epochs. The drawing shows the first step: from {stepFrom|2} to {stepTo|2}, with the valley's lowest point at a rate of {bestRate|2}. Below 1 a larger rate may do as well."
      zh: "学习率 {learning-rate}：{epoch|0} 轮后训练损失 {trainLoss|3}。图上是第一步：从 {stepFrom|2} 到 {stepTo|2}，谷底在学习率 {bestRate|2} 处。小于 1 的话，也许还能再大。"
    hint: {control: learning-rate, try: [8, 4, 2, 1]}
  run:
    - reset
    - explore: slice
    - epochs: 5
  seen:
    en: "With {learning-rate} the training loss is {trainLoss|3} after five epochs. From 2 on it stays near 2.3: nothing is learned. The drawing shows the first step from {stepFrom|2} to {stepTo|2}; Tools, Step size, lets you choose how far."
    zh: "学习率 {learning-rate}，五轮后训练损失 {trainLoss|3}。从 2 开始，就停在 2.3 附近，什么都没学到。图上是第一步：从 {stepFrom|2} 到 {stepTo|2}；“工具”里的“步长”可以自己选走多远。"
  reason:
    ask: {en: "Why does a larger rate not learn faster?", zh: "为什么更大的学习率没有学得更快？"}
    options:
      - text: {en: "It would, given more epochs.", zh: "多给几轮就会快。"}
        why: {en: "Let it run: it stays at the loss of guessing. Each step undoes the one before, or kills neurons for good.", zh: "让它接着跑：损失一直停在瞎猜的水平。每一步都把上一步抵消，或者让神经元再也不响应。"}
        belief: higher-rate-faster
      - text: {en: "The step jumps over the valley.", zh: "步子跨过了山谷。"}
        why: {en: "Yes. The gradient is the slope here, and says nothing about what lies far away.", zh: "对。梯度只是脚下的坡度，说不了远处的事。"}
        right: true
      - text: {en: "The epochs were too few steps.", zh: "每轮的步数太少。"}
        why: {en: "The number of steps was the same for every rate: 40 an epoch.", zh: "每个学习率的步数都一样：一轮 40 步。"}
        belief: epoch-step-batch

- id: loss-accuracy
  beliefs: [loss-is-accuracy]
  title: {en: "Two measures", zh: "两把尺"}
  load: "hidden=64&learning-rate=0.01&l2=0&augment-shift=0&augment-rotate=0&augment-scale=0&augment-shear=0&augment-elastic=0"
  predict:
    ask:
      en: "Training goes on from epoch 22 to epoch 58, and the test accuracy rises. What does the test loss do?"
      zh: "从第 22 轮训练到第 58 轮，测试准确率上升了。测试损失会怎样？"
    options:
      - {text: {en: "It falls: better is better", zh: "下降：好就是好"}, when: "lossLater < lossEarlier"}
      - {text: {en: "It rises too", zh: "也上升"}, when: "lossLater > lossEarlier"}
  run:
    - epochs: 22
    - keep: {lossEarlier: testLoss, accuracyEarlier: testAccuracy}
    - epochs: 36
    - keep: {lossLater: testLoss, accuracyLater: testAccuracy}
    - explore: mistakes
  seen:
    en: "Accuracy {accuracyEarlier|%} → {accuracyLater|%}, loss {lossEarlier|4} → {lossLater|4}. Both rose. {carry} of the {images} test pictures carry half of all loss."
    zh: "准确率 {accuracyEarlier|%} → {accuracyLater|%}，损失 {lossEarlier|4} → {lossLater|4}。两个都升了。{images} 张测试图片里，{carry} 张就占了一半的损失。"
  reason:
    ask: {en: "How can both rise?", zh: "怎么会都上升？"}
    options:
      - text: {en: "They cannot: one of them is a mistake.", zh: "不可能，其中一个算错了。"}
        why: {en: "Both are exact. They measure different things.", zh: "两个都准确，只是量的东西不同。"}
        belief: loss-is-accuracy
      - text: {en: "The training loss fell, so everything is better.", zh: "训练损失降了，所以一切都更好。"}
        why: {en: "It fell, but it does not decide what happens on the test pictures.", zh: "它是降了，可测试图片上怎么样不由它说了算。"}
        belief: lower-training-loss
      - text: {en: "A few wrong answers became very sure, and weigh more than the ones put right.", zh: "少数错的回答变得非常自信，分量超过了新答对的。"}
        why: {en: "Yes. Accuracy counts each picture once, loss by how sure it was.", zh: "对。准确率每张只算一次，损失还看有多自信。"}
        right: true
`);
