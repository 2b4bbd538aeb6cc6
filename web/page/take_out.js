// The tool that takes the network out: a file for another program, a page of its own, or the session itself. Loaded when
// first opened, by tools.js.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;

  // By what `inkling export` calls them: what they are, the file, and how it is used.
  const formats = [
    ['html', () => t('A page with the pad', '带画板的网页'), 'network.html', 'text/html', () => t('One file that needs nothing else: open it, draw, and it reads.', '一个文件，什么都不依赖：打开就能画、能认。')],
    ['javascript', () => 'JavaScript', 'network.mjs', 'text/javascript', () => "import { predict } from './network.mjs'"],
    ['numpy', () => 'NumPy', 'network_numpy.py', 'text/x-python', () => 'python3 network_numpy.py'],
    ['sklearn', () => 'scikit-learn', 'network_sklearn.py', 'text/x-python', () => t('Rebuilds MLPClassifier and prints its report.', '重建 MLPClassifier 并打印报告。')],
    ['pytorch', () => 'PyTorch', 'network_torch.py', 'text/x-python', () => t('Rebuilds the network and goes on training it.', '重建网络，并接着训练。')],
    ['onnx', () => 'ONNX', 'network.onnx', 'application/octet-stream', () => t('For any ONNX runtime; scaling is part of the graph.', '任何 ONNX 运行时都能用；缩放已在图里。')],
  ];

  const sizeText = (count) => (count < 1000 ? `${count} B` : `${(count / 1000).toFixed(count < 10_000 ? 1 : 0)} kB`);

  Inkling.takeOutPanel = ({ bytesOfBase64url, make, save }) => {
    const { dataset } = Inkling.apiCall('state');
    const hasImages = Inkling.apiCall('pixels').pixels.length > 1 || ['digits', 'mnist', 'fashion'].includes(dataset);
    const line = ([format, title, name, type, use]) => {
      const said = make('p', { className: 'quiet', 'data-result': format }, use());
      const button = make('button', { type: 'button', className: 'plain', 'data-format': format, 'aria-label': t(`Save ${title()}`, `保存 ${title()}`) }, t('Save', '保存'));
      button.addEventListener('click', async () => {
        button.disabled = true;
        said.textContent = t('Computing…', '正在计算…');
        try {
          const { content, problem, error } = await Inkling.explore(`export ${format}`);
          if (!content) throw new Error(problem ?? error);
          const bytes = bytesOfBase64url(content);
          save(name, type, bytes);
          said.className = 'quiet';
          const { step } = Inkling.apiCall('state');
          said.textContent = t(`${name}, ${sizeText(bytes.length)}, saved at step ${step}.`, `${name}，${sizeText(bytes.length)}，存于第 ${step} 步。`);
        } catch (failure) {
          said.className = 'wrong';
          said.textContent = t(`Not saved: ${failure.message}.`, `没有保存：${failure.message}。`);
        }
        button.disabled = false;
        Inkling.announce(said.textContent);
      });
      return make('div', { className: 'takeout' }, make('div', {}, make('h3', {}, title()), said), button);
    };
    return [
      ...formats.filter(([format]) => format !== 'html' || hasImages).map(line),
      make('p', { className: 'quiet' }, t('Each file holds the network of the moment when it is saved, and answers as it does here. Share saves the session itself, to open it here again.',
        '每个文件装的是保存那一刻的网络，回答与这里一致。要在这里重新打开，请用“分享”保存会话本身。')),
    ];
  };
})();
