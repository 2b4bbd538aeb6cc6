inklingLesson('summary', String.raw`
=== en
# Summary

You can now say it in your own words; here it is in ours.

- A **neuron** multiplies inputs by weights, adds them and its bias, and bends the sum.
- The **bend** is what makes layers more than one matrix.
- The **loss** is one number for how wrong the answers are. Accuracy is another.
- **Backpropagation** computes the slope of the loss for every weight. The **update** moves the weights, a little, against it.
- **Iterating** works because every step corrects what is still wrong, and the slope shrinks with the error.

One question is left, and outside of courses it is the most important: *how good is it really?*

A network with many weights and few examples can learn the examples by heart. Its training loss then says nothing. So one keeps pictures aside, the test set, and looks at those.

But whoever looks at them again and again, and keeps the best of many attempts, has chosen by them. The best of thirty scores is partly luck, and luck is not repeated. An honest figure comes from samples that nobody has looked at before: one looks once.

    training set    to learn from
    validation set  to choose by
    test set        to open once

=== zh
# 总结

现在你可以用自己的话讲一遍了。这是我们的讲法：

- **神经元**把输入乘上权重，加起来，加上偏置，再把和弯一下。
- 正因为有这一**弯**，多层才不只是一个矩阵。
- **损失**是一个数，说明回答错得多厉害。准确率是另一个数。
- **反向传播**为每个权重算出损失的坡度，**更新**让权重朝反方向挪一点。
- **反复**做之所以有效，是因为每一步都在修正剩下的错，错越小坡度越小。

还有一个问题，出了课堂它最要紧：“到底有多好？”

权重多、例子少的网络，会把例子背下来，这时训练损失什么也说明不了。所以要留出一些图片，也就是测试集，看它们的结果。

可是，如果一遍遍地看，从许多次尝试里挑最好的，那就等于拿它们来做选择了。三十个分数里最高的那个，有一部分是运气，运气不会重来。老实的数字要来自没人看过的样本：只看一次。

    训练集   用来学
    验证集   用来挑
    测试集   只打开一次

=== tasks
- id: gap
  beliefs: [lower-training-loss]
  title: {en: "By heart", zh: "背下来"}
  load: "hidden=128&learning-rate=0.003&test-share=0.9&validation-share=0&l2=0&augment-shift=0&augment-rotate=0&augment-scale=0&augment-shear=0&augment-elastic=0"
  lock: [dataset, test-share, hidden, l2, learning-rate]
  predict:
    ask:
      en: "A network of 128 neurons, 60 epochs, few pictures. How far can its accuracy on the pictures that it learned from be above that on new ones?"
      zh: "128 个神经元的网络，训练 60 轮，图片很少。它在学过的图片上的准确率，能比在新图片上高多少？"
    number: {min: 0, max: 100, step: 1, within: 10, value: "(trainAccuracy - testAccuracy) * 100", unit: {en: " points", zh: " 个百分点"}}
  goal:
    ask: {en: "Make a gap of more than 20 points.", zh: "造出一个超过 20 个百分点的差距。"}
    controls:
      validation-share:
        label: {en: "Pictures to learn from", zh: "用来学的图片"}
        start: "0"
        choices:
          - {value: "0", text: {en: "179", zh: "179"}}
          - {value: "0.45", text: {en: "98", zh: "98"}}
          - {value: "0.7", text: {en: "53", zh: "53"}}
          - {value: "0.8", text: {en: "35", zh: "35"}}
    done: "epoch = 60 and trainAccuracy - testAccuracy > 0.2"
    not:
      en: "Learned {trainAccuracy|%}, new {testAccuracy|%}: {(trainAccuracy - testAccuracy) * 100|1} points apart. Wanted are more than 20."
      zh: "学过的 {trainAccuracy|%}，新的 {testAccuracy|%}：相差 {(trainAccuracy - testAccuracy) * 100|1} 个百分点。要超过 20。"
    hint: {control: validation-share, try: ["0", "0.45", "0.7", "0.8"]}
  run:
    - reset
    - epochs: 60
  seen:
    en: "On what it learned from {trainAccuracy|%}, training loss {trainLoss|3}; on new pictures {testAccuracy|%}: {(trainAccuracy - testAccuracy) * 100|1} points less. The curves beside show the gap."
    zh: "学过的图片 {trainAccuracy|%}，训练损失 {trainLoss|3}；新图片 {testAccuracy|%}：低 {(trainAccuracy - testAccuracy) * 100|1} 个百分点。旁边的曲线画出了这个差距。"
  reason:
    ask: {en: "What does such a low training loss say?", zh: "这么低的训练损失说明什么？"}
    options:
      - text: {en: "That the network is good.", zh: "说明网络很好。"}
        why: {en: "It is good on a few pictures that it knows. Of others it misreads about one in four.", zh: "只是对认识的那几张好。别的图片，四张里就认错约一张。"}
        belief: lower-training-loss
      - text: {en: "That it knows those pictures by heart.", zh: "说明它把那些图片背熟了。"}
        why: {en: "Yes. Only pictures that it has not learned from can say more.", zh: "对。只有没拿来学的图片才能说明更多。"}
        right: true
      - text: {en: "That it should train longer.", zh: "说明还该多训练一会儿。"}
        why: {en: "There is nothing left to gain: the training loss is near nothing, and the gap stays.", zh: "已经没什么可学了：训练损失几乎是零，差距还在。"}
        belief: lower-training-loss

- id: by-heart
  beliefs: [lower-training-loss]
  title: {en: "One change", zh: "只改一处"}
  load: "hidden=128&learning-rate=0.003&test-share=0.9&validation-share=0.8&l2=0&augment-shift=0&augment-rotate=0&augment-scale=0&augment-shear=0&augment-elastic=0"
  lock: [dataset, test-share, l2, learning-rate]
  predict:
    ask:
      en: "35 pictures, 128 neurons, a gap above 20 points. One change brings it below 10. Which?"
      zh: "35 张图片，128 个神经元，差距超过 20 个百分点。只改一处，就能降到 10 以下。改哪里？"
    options:
      - {text: {en: "More neurons: the training loss falls further", zh: "更多神经元：训练损失更低"}, when: "hidden > 128 and validation-share > 0.5"}
      - {text: {en: "More pictures to learn from", zh: "更多图片用来学"}, when: "validation-share <= 0.5"}
      - {text: {en: "Fewer neurons", zh: "更少神经元"}, when: "hidden < 128 and validation-share > 0.5"}
  goal:
    ask: {en: "Bring the two accuracies within 10 points of each other, by one change.", zh: "只改一处，让两个准确率相差不到 10 个百分点。"}
    controls:
      validation-share:
        label: {en: "Pictures to learn from", zh: "用来学的图片"}
        start: "0.8"
        choices:
          - {value: "0.8", text: {en: "35", zh: "35"}}
          - {value: "0.45", text: {en: "98", zh: "98"}}
          - {value: "0", text: {en: "179", zh: "179"}}
      hidden: {label: {en: "Hidden neurons", zh: "隐藏神经元"}, choices: [16, 128, 512], start: "128"}
    done: "epoch = 60 and trainAccuracy > 0.95 and trainAccuracy - testAccuracy < 0.1 and (validation-share = 0.8 or hidden = 128)"
    not:
      en: "Learned {trainAccuracy|%}, new {testAccuracy|%}: {(trainAccuracy - testAccuracy) * 100|1} points apart. One change, and less than 10."
      zh: "学过的 {trainAccuracy|%}，新的 {testAccuracy|%}：相差 {(trainAccuracy - testAccuracy) * 100|1} 个百分点。只改一处，降到 10 以下。"
    hint: {control: validation-share, try: ["0.8", "0.45", "0"]}
  run:
    - reset
    - epochs: 60
  seen:
    en: "Learned {trainAccuracy|%}, new {testAccuracy|%}: {(trainAccuracy - testAccuracy) * 100|1} points apart. Test loss {testLoss|3}."
    zh: "学过的 {trainAccuracy|%}，新的 {testAccuracy|%}：相差 {(trainAccuracy - testAccuracy) * 100|1} 个百分点。测试损失 {testLoss|3}。"
  reason:
    ask: {en: "Why did that close the gap?", zh: "为什么这样就缩小了差距？"}
    options:
      - text: {en: "With more examples, what serves all of them also serves new ones.", zh: "例子多了，对所有例子都管用的，对新图片也管用。"}
        why: {en: "Yes. It could still learn them by heart; but what many pictures share is what new ones have as well.", zh: "对。它仍然可以背，可许多图片共有的东西，新图片也有。"}
        right: true
      - text: {en: "The training loss fell further.", zh: "训练损失降得更低。"}
        why: {en: "It was near nothing before. The gap closed because the test loss fell.", zh: "它之前就接近零了。差距缩小，是因为测试损失降了。"}
        belief: lower-training-loss
      - text: {en: "It trained longer.", zh: "训练得更久。"}
        why: {en: "60 epochs both times. More steps on 35 pictures had not helped.", zh: "两次都是 60 轮。在 35 张图片上多走几步并没有用。"}
        belief: epoch-step-batch

- id: best-of-thirty
  beliefs: [tune-on-test]
  title: {en: "The best of thirty", zh: "三十选一"}
  load: "hidden=12&sealed-share=0.9"
  predict:
    ask:
      en: "The same small network from thirty random starts. All are tested on the same 54 pictures, and the best is kept. Then 486 pictures are unsealed that nobody has looked at. By how many points does the winner do worse on these?"
      zh: "同一个小网络，从三十个随机起点训练，都用同样的 54 张图片测试，留下最好的一个。然后打开 486 张谁也没看过的图片。优胜者在这些图片上，要低多少个百分点？"
    number: {min: -5, max: 20, step: 1, within: 3, value: "(best - honest) * 100", unit: {en: " points", zh: " 个百分点"}}
  run:
    - each:
        name: seed
        of: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]
        do:
          - load: "hidden=12&sealed-share=0.9&seed={seed}"
          - epochs: 8
        collect: {scores: testAccuracy}
    - keep: {best: max(scores), average: mean(scores), winner: "pick(seeds, scores)"}
    - load: "hidden=12&sealed-share=0.9&seed={winner}"
    - epochs: 8
    - explore: sealed
    - keep: {honest: sealedAccuracy}
  seen:
    en: "Thirty looks at 54 pictures: {average|%} on average, the best {best|%} (seed {winner}). On the {sealedCount} sealed ones the winner reads {honest|%}. Tools, Seal, does the arithmetic of luck for your own runs."
    zh: "看了 54 张图片三十次：平均 {average|%}，最好的 {best|%}（种子 {winner}）。在封存的 {sealedCount} 张上，优胜者是 {honest|%}。“工具”里的“封存”能为你自己的训练算一算运气。"
  reason:
    ask: {en: "Why?", zh: "为什么？"}
    options:
      - text: {en: "The sealed pictures are harder.", zh: "封存的图片更难。"}
        why: {en: "They were drawn by lot from the same pile: over all thirty runs both halves give the same average.", zh: "它们是从同一堆里抽签抽出来的：三十次平均下来，两边一样。"}
        belief: tune-on-test
      - text: {en: "The winner was partly lucky, and was chosen for its luck.", zh: "优胜者有一部分是运气，而它正是因为运气被选中的。"}
        why: {en: "Yes. The choice used the test set up. An honest score needs samples that nobody has chosen by.", zh: "对。挑选把测试集用掉了。老实的分数要用没参与过挑选的样本。"}
        right: true
      - text: {en: "A better seed should have been looked for.", zh: "应该再找一个更好的种子。"}
        why: {en: "The more one tries, the more luck there is in the best of them.", zh: "试得越多，最高分里的运气成分就越多。"}
        belief: tune-on-test
`);
