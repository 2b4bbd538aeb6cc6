// The course: its chapters in order, and the beliefs that they are to undo. A chapter `name` is in
// lesson-name.js; how to write one is told in docs/lessons.md.
inklingLessons({
  chapters: [
    { name: 'network', minutes: 6, en: 'What a network is', zh: '什么是神经网络' },
    { name: 'structure', minutes: 8, en: 'Its structure', zh: '网络的结构' },
    { name: 'neuron', minutes: 6, en: 'One neuron', zh: '一个神经元' },
    { name: 'by-hand', minutes: 5, en: 'One neuron by hand', zh: '手算一遍' },
    { name: 'workflow', minutes: 8, en: 'The whole workflow', zh: '完整流程' },
    { name: 'backward', minutes: 7, en: 'Forward and backward', zh: '前向与反向' },
    { name: 'digits', minutes: 9, en: 'The digits project', zh: '手写数字项目' },
    { name: 'trouble', minutes: 8, en: 'When it does not learn', zh: '学不会的时候' },
    { name: 'summary', minutes: 7, en: 'Summary', zh: '总结' },
  ],
  beliefs: {
    'stores-pictures': { en: 'The network stores the pictures.', zh: '网络把图片存了下来。' },
    'edge-detector': { en: 'A hidden neuron is a detector of edges or loops.', zh: '隐藏神经元是边缘或圆圈的检测器。' },
    'weights-are-activations': { en: 'Weights and activations are the same.', zh: '权重和激活值是一回事。' },
    'bias-is-error': { en: 'The bias is an error or a prejudice.', zh: '偏置就是误差或偏见。' },
    'layers-suffice': { en: 'More layers are enough; the activation is a detail.', zh: '多加几层就够了，激活函数只是细节。' },
    'loss-is-accuracy': { en: 'Loss and accuracy are one thing.', zh: '损失和准确率是一回事。' },
    'softmax-is-certainty': { en: 'The softmax says how certain an answer is.', zh: 'softmax 的数值就是把握。' },
    'lower-training-loss': { en: 'A lower training loss is always better.', zh: '训练损失越低越好。' },
    'tune-on-test': { en: 'The test set is there to tune on.', zh: '测试集是用来调参数的。' },
    'higher-rate-faster': { en: 'A higher learning rate is faster.', zh: '学习率越大学得越快。' },
    'backprop-is-learning': { en: 'Backpropagation is the learning itself, or the network run backwards.', zh: '反向传播就是学习本身，或者把网络倒着运行。' },
    'learns-while-drawing': { en: 'It learns while I draw.', zh: '我写字的时候它就在学。' },
    'epoch-step-batch': { en: 'Epoch, step and batch are one thing.', zh: '轮、步、批是一回事。' },
    'programmed-rules': { en: 'Somebody programmed the rules.', zh: '规则是有人写进去的。' },
    'rows-and-columns': { en: 'Rows and columns of the confusion matrix say the same.', zh: '混淆矩阵的行和列说的是同一件事。' },
    'start-does-not-matter': { en: 'The random start does not matter.', zh: '随机的起点无关紧要。' },
  },
});
