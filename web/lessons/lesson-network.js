inklingLesson('network', String.raw`
=== en
# What a network is

Beside this text a neural network can be seen at work. It gets a small picture of a handwritten digit, **8 × 8 pixels**, and gives ten numbers, one for each digit. The largest of them is its answer.

Between the two there is nothing but arithmetic. Every pixel is multiplied by a number, the products are added, the sums are bent a little, and the same happens once more. The numbers that the pixels are multiplied by are called **weights**. Nobody has chosen them: at first they are drawn at random, and then they are changed, a little at a time, so that the answers to known examples become less wrong. That is all that *learning* means here.

    pixels → multiply, add → ten numbers → answer

The examples are 1,797 pictures that people have labelled. The network learns from 1,257 of them, the **training set**. The other 540, the **test set**, it never learns from; they only show how well it reads what it has not seen. That share is the **test accuracy**.

Draw a digit on the pad at any time. The drawing is shrunk to 8 × 8 pixels and sent through the same arithmetic.

=== zh
# 什么是神经网络

旁边就是一个正在工作的神经网络。给它一张很小的手写数字图片（**8 × 8 像素**），它给出十个数，每个数字各一个；最大的那个就是它的回答。

从图片到回答，中间只有算术：每个像素乘上一个数，乘积加起来，把和“弯”一下，然后再来一遍。像素要乘的这些数叫作**权重**。它们不是谁挑出来的：一开始是随机抽的，之后一点一点地改，让它对已知例子的回答错得越来越少。这里说的“学习”，就是这件事，没有别的。

    像素 → 相乘、相加 → 十个数 → 回答

例子是 1,797 张由人标好答案的图片。网络只从其中 1,257 张学习，这叫**训练集**；其余 540 张叫**测试集**，它从不拿来学，只用来检验它认没见过的图片认得怎么样。认对的比例就是**测试准确率**。

随时可以在手写板上写一个数字：它会被缩成 8 × 8 像素，走同样的算术。

=== tasks
- id: rules
  beliefs: [programmed-rules]
  title: {en: "Before the first lesson", zh: "还没学的时候"}
  load: "hidden=64"
  predict:
    ask:
      en: "The network has been set up, and has not learned anything yet. How many of 100 test pictures does it read correctly?"
      zh: "网络刚搭好，什么都还没学。100 张测试图片里，它能认对多少张？"
    number: {min: 0, max: 100, step: 1, within: 10, value: "before * 100", unit: {en: " of 100", zh: " 张"}}
  run:
    - keep: {before: testAccuracy}
    - epochs: 10
    - keep: {after: testAccuracy}
  seen:
    en: "Before learning {before|%}, about what guessing among ten gives. After ten times through the training set: {after|%}. The program is the same; only the weights have changed."
    zh: "学习之前是 {before|%}，和在十个里瞎猜差不多。把训练集学过十遍之后是 {after|%}。程序没有变，变的只有权重。"
  reason:
    ask: {en: "Where does the reading come from?", zh: "认字的本事从哪里来？"}
    options:
      - text: {en: "From the examples: they moved the weights.", zh: "来自例子：它们改变了权重。"}
        why: {en: "Yes. Give it other labels for the same pictures, and it learns those.", zh: "对。同样的图片换一套标签，它学到的就是另一套。"}
        right: true
      - text: {en: "Somebody wrote down what each digit looks like.", zh: "有人写好了每个数字长什么样。"}
        why: {en: "Then it would have read well before the first example. It read about one in ten.", zh: "那它在看第一个例子之前就该认得准了，可那时只对了约十分之一。"}
        belief: programmed-rules
      - text: {en: "It keeps the training pictures and compares.", zh: "它存着训练图片，拿来比对。"}
        why: {en: "There is no room for them in the weights; the next task counts.", zh: "权重里放不下它们，下一个任务就来数一数。"}
        belief: stores-pictures

- id: renamed
  beliefs: [programmed-rules]
  title: {en: "A 3 that is called 8", zh: "叫作 8 的 3"}
  load: "hidden=64"
  lock: [dataset, hidden]
  shapes:
    three: [[[0.3, 0.24], [0.4, 0.16], [0.54, 0.14], [0.66, 0.2], [0.69, 0.31], [0.62, 0.42], [0.46, 0.48], [0.62, 0.53], [0.71, 0.64], [0.68, 0.78], [0.55, 0.87], [0.4, 0.87], [0.28, 0.79]]]
  predict:
    ask:
      en: "All labels are moved on alike: what was 0 is now called 5, what was 3 is called 8, and so on. Same pictures, same program. How well will it read the new names after ten epochs?"
      zh: "把所有标签一起往后移：原来的 0 现在叫 5，原来的 3 叫 8，依此类推。图片一样，程序一样。学十轮之后，它按新名字能认得多好？"
    options:
      - {text: {en: "Hardly: a 3 does not look like an 8", zh: "几乎不会：3 长得不像 8"}, when: "testAccuracy < 0.5"}
      - {text: {en: "Worse than the true names", zh: "不如真名字"}, when: "testAccuracy >= 0.5 and testAccuracy < 0.9"}
      - {text: {en: "Just as well", zh: "一样好"}, when: "testAccuracy >= 0.9"}
  goal:
    ask: {en: "Choose by how much the labels move, so that a 3 on the pad is called 8.", zh: "选好标签移几位，让手写板上的 3 被叫作 8。"}
    controls:
      label-shift: {label: {en: "Labels moved on by", zh: "标签后移"}, choices: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], start: "0"}
    done: "prediction = 8"
    not: {en: "The 3 is called {prediction}. Move the labels further, or less.", zh: "这个 3 被叫作 {prediction}。再移多一点，或少一点。"}
    hint: {control: label-shift, try: [0, 2, 5]}
  run:
    - reset
    - epochs: 10
    - draw: three
  seen:
    en: "The 3 is called {prediction}, and {testAccuracy|%} of the test pictures are called by their new names. No line of the program is another one."
    zh: "这个 3 被叫作 {prediction}，{testAccuracy|%} 的测试图片按新名字认对了。程序一行也没有改。"
  reason:
    ask: {en: "What does the network know of a 3, then?", zh: "那么，网络知道 3 是什么吗？"}
    options:
      - text: {en: "What the labels in its examples said, nothing more.", zh: "只知道例子里的标签怎么说，别的都不知道。"}
        why: {en: "Yes. The meaning is in the data. Wrong labels are learnt as eagerly as right ones.", zh: "对。意义在数据里。错的标签，它学得一样起劲。"}
        right: true
      - text: {en: "That it looks like an 8 with open sides.", zh: "知道它像两边开口的 8。"}
        why: {en: "Then moving on by one would have failed, for a 3 looks nothing like a 4. Try it: it learns that as well.", zh: "那移一位就该学不会了，因为 3 一点不像 4。试试看：照样学得会。"}
        belief: programmed-rules
      - text: {en: "Its rules were rewritten for the new names.", zh: "它的规则按新名字改写过了。"}
        why: {en: "Nobody wrote any. The same steps moved the same weights, to other targets.", zh: "没有人写过规则。同样的步骤改变同样的权重，只是目标不同。"}
        belief: programmed-rules

- id: stored
  beliefs: [stores-pictures]
  title: {en: "310 numbers", zh: "310 个数"}
  load: "hidden=4"
  predict:
    ask:
      en: "This network has four hidden neurons: 64 × 4 + 4 + 4 × 10 + 10 = 310 numbers. The training set has 1,257 × 64 = 80,448 pixels. After training all of them are wiped out. What part of the test pictures will it read then?"
      zh: "这个网络只有四个隐藏神经元：64 × 4 + 4 + 4 × 10 + 10 = 310 个数。训练集有 1,257 × 64 = 80,448 个像素。训练之后把它们全部抹掉。这时它能认对多少测试图片？"
    options:
      - {text: {en: "About one in ten: 310 numbers cannot hold the pictures", zh: "约十分之一：310 个数装不下那些图片"}, when: "withoutThem < 0.25"}
      - {text: {en: "About one in three", zh: "约三分之一"}, when: "withoutThem >= 0.25 and withoutThem < 0.6"}
      - {text: {en: "More than six in ten", zh: "六成以上"}, when: "withoutThem >= 0.6 and digestBefore = digestAfter"}
  run:
    - epochs: 30
    - keep: {digestBefore: digest, withThem: testAccuracy}
    - explore: forget
    - keep: {digestAfter: digest}
  seen:
    en: "{pictures} training pictures were wiped out in a copy of the data, {wiped} pixels with ink in them, and their labels. The same 310 numbers, digest {digestAfter} as before, read {withoutThem|%} of 540 pictures that they have never seen; with the data it was {withThem|%}."
    zh: "在数据的副本里，{pictures} 张训练图片连同标签全被抹掉，其中有墨的像素 {wiped} 个。还是那 310 个数，摘要仍是 {digestAfter}，认对了 540 张没见过的图片中的 {withoutThem|%}；数据还在时是 {withThem|%}。"
  reason:
    ask: {en: "What is in the 310 numbers?", zh: "这 310 个数里是什么？"}
    options:
      - text: {en: "The training pictures, compressed.", zh: "压缩过的训练图片。"}
        why: {en: "No picture can be got back from them, and none is looked at when it reads: without them it read just as many.", zh: "从中还原不出任何一张图片，认字时也不看它们：没有了它们，照样认对那么多。"}
        belief: stores-pictures
      - text: {en: "What distinguishes one digit from another, over all examples.", zh: "从所有例子里得出的、数字之间的差别。"}
        why: {en: "Yes: how much each pixel speaks for or against. That also serves for pictures it has never met.", zh: "对：每个像素有多支持、多反对。所以没见过的图片也用得上。"}
        right: true
      - text: {en: "A list of rules about edges and loops.", zh: "一张关于边缘和圆圈的规则表。"}
        why: {en: "They are weights, numbers that are multiplied and added. Nobody wrote rules, and what the neurons look for is rarely an edge.", zh: "它们是权重，是拿来相乘相加的数。没有人写规则，神经元看的也很少是边缘。"}
        belief: edge-detector

- id: drawing
  beliefs: [learns-while-drawing]
  title: {en: "Does it learn from your drawing?", zh: "你写字时它在学吗？"}
  load: "hidden=32"
  shapes: &strokes
    one: [[[0.5, 0.15], [0.5, 0.85]]]
    seven: [[[0.28, 0.22], [0.72, 0.22], [0.44, 0.82]], [[0.4, 0.52], [0.72, 0.52]]]
    zero: [[[0.5, 0.2], [0.36, 0.26], [0.3, 0.5], [0.36, 0.74], [0.5, 0.8], [0.64, 0.74], [0.7, 0.5], [0.64, 0.26], [0.5, 0.2]]]
    four: [[[0.6, 0.15], [0.28, 0.6], [0.75, 0.6]], [[0.6, 0.4], [0.6, 0.85]]]
    two: [[[0.3, 0.3], [0.4, 0.18], [0.6, 0.18], [0.68, 0.34], [0.3, 0.82], [0.72, 0.82]]]
  predict:
    ask:
      en: "The digest is a fingerprint of all weights: one weight moved in its last bit, and it is another. Training is paused and five digits are drawn. How often does the digest change?"
      zh: "“摘要”是全部权重的指纹：哪怕一个权重的最后一位动了，它也会不同。现在暂停训练，连写五个数字。摘要会变几次？"
    options:
      - {text: {en: "Five times, with each drawing", zh: "五次，每写一个变一次"}, when: "digestBefore != digestAfter and drawings = 5"}
      - {text: {en: "Once, at the end", zh: "一次，写完的时候"}, when: "digestBefore != digestAfter and drawings < 5"}
      - {text: {en: "Never", zh: "不变"}, when: "digestBefore = digestAfter"}
  run:
    - epochs: 10
    - keep: {digestBefore: digest}
    - draw: [one, seven, zero, four, two]
    - keep: {digestAfter: digest}
  seen:
    en: "Before: {digestBefore}. After five drawings: {digestAfter}. The last one was read as {prediction}."
    zh: "之前：{digestBefore}。写了五个之后：{digestAfter}。最后一个被认作 {prediction}。"
  reason:
    ask: {en: "Why?", zh: "为什么？"}
    options:
      - text: {en: "It has learned as much as it can hold.", zh: "它已经学满了。"}
        why: {en: "Let it train on, and the digest changes with the next step. It was not asked to learn.", zh: "让它继续训练，下一步摘要就变。只是没有人叫它学。"}
        belief: learns-while-drawing
      - text: {en: "Reading uses the weights; only training changes them.", zh: "认字只是用权重，只有训练才改权重。"}
        why: {en: "Yes. A drawing has no label, so there is nothing to learn from.", zh: "对。写的字没有标签，也就没有可学的答案。"}
        right: true
      - text: {en: "The weights did change: the bars of the answer moved.", zh: "权重变了：回答的条形动了。"}
        why: {en: "The bars are activations. They follow the picture while every weight stays; the next chapter shows both.", zh: "条形是激活值，随图片而变，权重却都没动。下一章会把两者放在一起看。"}
        belief: weights-are-activations
`);
