inklingLesson('digits', String.raw`
=== en
# The digits project

Now the whole thing, as in the article: 64 pixels, 64 hidden ReLU neurons, ten outputs, 1,257 pictures to learn from and 540 to test on.

The ten outputs pass through a **softmax**: each becomes e to its power, divided by the sum of all ten. So they are positive and add up to 1. That makes them *look* like probabilities. They are shares among ten answers: the softmax has no eleventh one that says "none of these".

After training comes the **report**. Accuracy is one number for everything; the report asks for each digit:

- **Precision**: of the pictures that were *called* 5, how many are fives? It looks down a column of the confusion matrix.
- **Recall**: of the pictures that *are* fives, how many were found? It looks along a row.
- **F1** is low as soon as one of the two is.

~~~
precision = right ÷ all called so  (column)
recall    = right ÷ all that are   (row)
~~~

Somebody who calls only the one clearest picture a 5 has a precision of 1.00, and finds hardly any.

=== zh
# 手写数字项目

现在把整件事做一遍，和文章里一样：64 个像素，64 个 ReLU 隐藏神经元，十个输出；1,257 张图片用来学，540 张用来测。

十个输出要过一次 **softmax**：每个先取 e 的幂，再除以十个的总和。于是都是正数，加起来等于 1，“看上去”像概率。其实它们是十个回答各占的份额：softmax 没有第十一个选项“都不是”。

训练完看**报告**。准确率是笼统的一个数，报告则逐个数字来问：

- **精确率**：被“叫作” 5 的图片里，有多少真是 5？看混淆矩阵的一列。
- **召回率**：真“是” 5 的图片里，找出了多少？看一行。
- 两者只要有一个低，**F1** 就低。

~~~
精确率 = 对的 ÷ 所有被这样叫的   （列）
召回率 = 对的 ÷ 所有真是这样的   （行）
~~~

谁要是只把最清楚的那一张叫作 5，精确率就是 1.00，却几乎什么都没找到。

=== tasks
- id: project
  beliefs: [epoch-step-batch]
  title: {en: "Above 95 per cent", zh: "超过 95 %"}
  load: "hidden=64"
  lock: [dataset, test-share, hidden]
  predict:
    ask: {en: "After how many epochs does this network read 95 % of the test pictures?", zh: "训练多少轮之后，这个网络能认对 95 % 的测试图片？"}
    number: {min: 1, max: 200, step: 1, within: 6, value: epoch, unit: {en: " epochs", zh: " 轮"}}
  goal:
    ask:
      en: "Train it above 95 %: five epochs with each press here, or with the program's own button."
      zh: "把它训练到 95 % 以上：在这里每按一次五轮，也可以用程序自己的按钮。"
    done: "testAccuracy >= 0.95"
    not: {en: "Epoch {epoch|0}: {testAccuracy|%}. Go on.", zh: "第 {epoch|0} 轮：{testAccuracy|%}。继续。"}
  run:
    - epochs: 5
  seen:
    en: "Epoch {epoch|0}, {step} steps: test accuracy {testAccuracy|%}, test loss {testLoss|3}. Draw a digit and see."
    zh: "第 {epoch|0} 轮，{step} 步：测试准确率 {testAccuracy|%}，测试损失 {testLoss|3}。写个数字试试。"
  reason:
    ask: {en: "What is counted in epochs?", zh: "“轮”数的是什么？"}
    options:
      - text: {en: "Updates of the weights.", zh: "权重更新的次数。"}
        why: {en: "Those are steps: 40 in each epoch here.", zh: "那是步：这里一轮有 40 步。"}
        belief: epoch-step-batch
      - text: {en: "How often each training picture was used.", zh: "每张训练图片用过几次。"}
        why: {en: "Yes: one epoch, every picture once.", zh: "对：一轮就是每张图片用一次。"}
        right: true
      - text: {en: "How many pictures it has stored.", zh: "存下了多少图片。"}
        why: {en: "It stores none: it always has the same 4,810 numbers.", zh: "一张也不存：始终是那 4,810 个数。"}
        belief: stores-pictures

- id: rows
  beliefs: [rows-and-columns]
  title: {en: "Right whenever it says so", zh: "说了就对"}
  load: "hidden=6"
  lock: [dataset, test-share, hidden]
  predict:
    ask:
      en: "A network that is too small, after 12 epochs: every picture that it calls 5 is a five. How many of the 66 fives has it found?"
      zh: "一个太小的网络，训练了 12 轮：凡是它叫作 5 的图片都真是 5。66 张 5 里，它找出了多少？"
    options:
      - {text: {en: "All of them, or nearly", zh: "全部，或差不多"}, when: "recall5 >= 0.9"}
      - {text: {en: "About half", zh: "一半左右"}, when: "recall5 >= 0.3 and recall5 < 0.9"}
      - {text: {en: "Hardly any", zh: "没几张"}, when: "recall5 < 0.3"}
  goal:
    ask:
      en: "Look at the report beside. Choose the digit for which recall fails, but precision does not."
      zh: "看旁边的报告。选出召回率很低、精确率却很高的那个数字。"
    controls:
      answer: {label: {en: "Digit", zh: "数字"}, choices: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], start: "0"}
    done: "precision > 0.95 and recall < 0.3"
    not:
      en: "{answer}: precision {precision|2}, recall {recall|2}. Look for 1.00 in the first column and little in the second."
      zh: "{answer}：精确率 {precision|2}，召回率 {recall|2}。找第一列是 1.00、第二列却很小的。"
    hint: {control: answer, try: ["0", "3", "7", "5"]}
  run:
    - reset
    - epochs: 12
    - report
  seen:
    en: "{answer}: precision {precision|2}, recall {recall|2} of {support} pictures."
    zh: "{answer}：精确率 {precision|2}，召回率 {recall|2}，共 {support} 张。"
  reason:
    ask: {en: "Where in the confusion matrix are the fives that were missed?", zh: "漏掉的那些 5 在混淆矩阵的哪里？"}
    options:
      - text: {en: "In the row of 5, under other digits' columns.", zh: "在 5 的那一行，落在别的数字的列里。"}
        why: {en: "Yes. A row is what they are, a column what they were called.", zh: "对。行是它本来是什么，列是它被叫作什么。"}
        right: true
      - text: {en: "In the column of 5.", zh: "在 5 的那一列。"}
        why: {en: "The column holds what was called 5, and that was right every time.", zh: "那一列是被叫作 5 的，次次都对。"}
        belief: rows-and-columns
      - text: {en: "In both alike: the matrix is symmetric.", zh: "两处都一样，矩阵是对称的。"}
        why: {en: "Fives called 9 and nines called 5 are different mistakes, and rarely as many.", zh: "把 5 叫作 9 和把 9 叫作 5 是两种错，次数很少相同。"}
        belief: rows-and-columns

- id: certain
  beliefs: [softmax-is-certainty]
  title: {en: "Sure of nothing", zh: "对“什么都不是”的把握"}
  load: "hidden=64"
  shapes:
    cross: [[[0.25, 0.25], [0.75, 0.75]], [[0.75, 0.25], [0.25, 0.75]]]
    triangle: [[[0.5, 0.2], [0.2, 0.8], [0.8, 0.8], [0.5, 0.2]]]
    letter: [[[0.25, 0.8], [0.5, 0.2], [0.75, 0.8]], [[0.34, 0.58], [0.66, 0.58]]]
    wave: [[[0.15, 0.5], [0.27, 0.36], [0.4, 0.5], [0.5, 0.62], [0.62, 0.5], [0.74, 0.38], [0.85, 0.5]]]
    line: [[[0.15, 0.5], [0.85, 0.5]]]
  predict:
    ask:
      en: "The network reads 96 % of the test pictures. Can a stroke that is no digit at all get more than 99 % from its softmax?"
      zh: "网络能认对 96 % 的测试图片。一个根本不是数字的笔画，softmax 会给出 99 % 以上吗？"
    options:
      - {text: {en: "No: it will be about 10 % for each digit", zh: "不会，每个数字各 10 % 左右"}, when: "confidence < 0.2"}
      - {text: {en: "No: at most 60 % or so", zh: "不会，顶多 60 % 左右"}, when: "confidence >= 0.2 and confidence < 0.9"}
      - {text: {en: "Yes", zh: "会"}, when: "confidence >= 0.9"}
  goal:
    ask: {en: "Find the figure that is read as a digit with more than 99 %.", zh: "找出被当成数字、而且超过 99 % 的图形。"}
    controls:
      answer:
        label: {en: "Figure", zh: "图形"}
        start: cross
        choices:
          - {value: cross, text: {en: "a cross", zh: "叉"}}
          - {value: triangle, text: {en: "a triangle", zh: "三角形"}}
          - {value: letter, text: {en: "the letter A", zh: "字母 A"}}
          - {value: wave, text: {en: "a wave", zh: "波浪线"}}
          - {value: line, text: {en: "a line that lies", zh: "一条横线"}}
    done: "confidence > 0.99"
    not:
      en: "Read as {prediction}, with {confidence|%}. Another one?"
      zh: "认作 {prediction}，{confidence|%}。换一个？"
    hint: {control: answer, try: [cross, triangle, letter, line]}
  run:
    - reset
    - epochs: 20
    - draw: answer
  seen:
    en: "It is read as {prediction}, with {confidence|%}. The pad's own second opinion, “{doubt}”, comes from comparing with the training pictures."
    zh: "被认作 {prediction}，{confidence|%}。手写板另有一个判断“{doubt}”，来自和训练图片的比较。"
  reason:
    ask: {en: "What does the softmax say, then?", zh: "那么 softmax 说的是什么？"}
    options:
      - text: {en: "How certain it is that the answer is right.", zh: "答对的把握有多大。"}
        why: {en: "A line is no digit, so no answer is right, and it still gave 99 %.", zh: "横线不是数字，怎么答都不对，它照样给了 99 %。"}
        belief: softmax-is-certainty
      - text: {en: "How the ten answers compare with one another.", zh: "十个回答相比之下各占多少。"}
        why: {en: "Yes. “None of them” is not among the ten, so something always wins.", zh: "对。十个里没有“都不是”，所以总有一个会赢。"}
        right: true
      - text: {en: "How near the drawing is to a stored picture.", zh: "写的和存着的图片有多接近。"}
        why: {en: "No picture is stored in the network. It sums weights, and a line can hit many that speak for one digit.", zh: "网络里没有存图片。它只是把权重相加，一条线也能碰上许多支持同一个数字的权重。"}
        belief: stores-pictures

- id: temperature
  beliefs: [softmax-is-certainty]
  title: {en: "Honest per cents", zh: "诚实的百分比"}
  load: "hidden=64&learning-rate=0.01&l2=0&augment-shift=0&augment-rotate=0&augment-scale=0&augment-shear=0&augment-elastic=0"
  lock: [dataset, hidden, learning-rate, l2]
  predict:
    ask:
      en: "A network that has learned its training pictures by heart. Where it says 90 %, how often is it right on new ones?"
      zh: "一个把训练图片背得滚瓜烂熟的网络。它说 90 % 的时候，在新图片上有多常对？"
    options:
      - {text: {en: "More often than it says", zh: "比它说的更常"}, when: "bestTemperature < 0.97"}
      - {text: {en: "As often as it says", zh: "和它说的一样"}, when: "bestTemperature >= 0.97 and bestTemperature <= 1.03"}
      - {text: {en: "Less often than it says", zh: "没它说的那么常"}, when: "bestTemperature > 1.03"}
  goal:
    ask:
      en: "A temperature divides the ten sums before the softmax: no answer changes, only its per cents. Bring the calibration error, the mean distance between how sure and how often right, below 1.1 %."
      zh: "温度去除 softmax 之前的十个和：答案不变，变的只是百分比。把校准误差（把握与正确率的平均差距）降到 1.1 % 以下。"
    controls:
      temperature: {label: {en: "Temperature", zh: "温度"}, choices: [0.68, 1, 1.47, 2.15, 3.16], start: "1"}
    done: "calibrationError < 0.011"
    not:
      en: "Temperature {temperature}: calibration error {calibrationError|%}. Too sure is cured by more heat, too timid by less."
      zh: "温度 {temperature}：校准误差 {calibrationError|%}。太自信就加温，太胆怯就降温。"
    hint: {control: temperature, try: [0.68, 3.16, 2.15, 1.47]}
  run:
    - reset
    - epochs: 40
    - explore: reliability
  seen:
    en: "At temperature {temperature} the calibration error is {calibrationError|%}; the accuracy stayed at {testAccuracy|%}. Tools, Reliability, draws it."
    zh: "温度 {temperature} 时校准误差为 {calibrationError|%}，准确率仍是 {testAccuracy|%}。“工具”里的“可靠度”能画出来。"
  reason:
    ask: {en: "What did the temperature do?", zh: "温度做了什么？"}
    options:
      - text: {en: "It made the network more certain of the right answer.", zh: "让网络对正确答案更有把握。"}
        why: {en: "It made every answer less sure, right and wrong alike, until sure and right agreed on the whole.", zh: "它让每个答案都不那么自信，对的错的一视同仁，直到把握和正确率总体相符。"}
        belief: softmax-is-certainty
      - text: {en: "It trained the network a little further.", zh: "让网络又多训练了一点。"}
        why: {en: "No weight moved: one number is divided by, after all weights.", zh: "一个权重都没动：只是在所有权重之后除以一个数。"}
        belief: backprop-is-learning
      - text: {en: "It stretched or shrank the per cents, and left every answer as it was.", zh: "拉伸或压缩了百分比，每个答案都原样不变。"}
        why: {en: "Yes. How sure a softmax sounds depends on the size of its sums, and that size can be set.", zh: "对。softmax 听起来有多自信，取决于那些和的大小，而这个大小是可以调的。"}
        right: true
`);
