// The tools that look at the whole network or at what is on the pad: errors, saliency, the smallest change, a map, rates, the
// loss around the weights, reliability, folding.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const inkling = Inkling.byReader;  // what it does, its reader asked for
  const t = Inkling.choose;
  const { make, svg, percent, short, bytesOf, ramps, isDark, imageCanvas, signCanvas, figure, chart, lossAt, sliceChart, className,
    classNames, classChoice, needsDrawing, toPad } = Inkling.toolKit;
  const { run } = Inkling.toolPanel;

  const options = { output: -1, target: 3, seed: 1 };

  Object.assign(Inkling.tools, {
    mistakes: {
      title: () => t('Errors', '错误'), heading: () => t('What it gets wrong', '它错在哪里'),
      about: () => t('Every test image costs a loss: −ln of the probability given to the truth. A few confident errors carry most of the sum.',
        '每张测试图都有一个损失：给正确答案的概率取对数再变号。少数自信的错误占去了总和的大半。'),
      show(answer) {
        if (answer.error) return [make('p', {}, t('This works for classes, not for numbers.', '只适用于分类，不适用于回归。'))];
        const most = Math.max(answer.losses[0], 1e-9), count = answer.losses.length;
        const scale = (loss) => Math.max(0, Math.log10(Math.max(loss, 1e-6) / 1e-6) / Math.log10(most / 1e-6));
        const shape = Inkling.apiCall('pixels');
        return [
          make('p', { 'data-result': 'carry' }, t(`${answer.carry} of ${answer.count} images carry half of the loss; ${answer.wrong} are misread.`,
            `${answer.count} 张图中，${answer.carry} 张就占了一半损失；读错的有 ${answer.wrong} 张。`)),
          figure(chart({
            height: 150, name: t('Loss of each test image, the largest first', '每张测试图的损失，从大到小'),
            lines: [{ points: answer.losses.map((loss, i) => [count > 1 ? i / (count - 1) : 0, scale(loss)]) }],
            yTicks: [[scale(most), short(most)], [scale(1e-3), '0.001'], [0, '1e−6']], xTicks: [[0, '1'], [1, String(answer.count)]],
            marks: [{ share: answer.carry / answer.count, text: t('half of the loss', '一半损失') }],
          }), t(`Loss of each test image, the largest first; mean ${short(answer.loss)}`, `每张测试图的损失，从大到小；平均 ${short(answer.loss)}`)),
          make('h3', {}, t('Most confused pairs', '最常混淆的两类')),
          answer.pairs.length ? make('table', { 'data-result': 'pairs' }, make('tbody', {}, ...answer.pairs.slice(0, 5).map(([truth, read, times]) => make('tr', {},
            make('td', {}, t(`${className(truth)} read as ${className(read)}`, `${className(truth)} 被读成 ${className(read)}`)), make('td', {}, `${times}×`)))))
            : make('p', { className: 'quiet' }, t('None: every test image is read rightly.', '没有：每张测试图都读对了。')),
          make('h3', {}, t('Hardest images', '最难的图')),
          make('div', { className: 'grid' }, ...answer.hardest.map((one) => {
            const isWrong = one.truth !== one.prediction;
            const text = isWrong ? t(`${className(one.truth)} read ${className(one.prediction)}`, `${className(one.truth)} 读成 ${className(one.prediction)}`) : className(one.truth);
            const unseen = (words) => make('span', { className: 'unseen' }, words);
            const button = make('button', { type: 'button', 'data-sample': String(one.sample) }, one.pixels ? imageCanvas(one.pixels, shape, '') : '',
              unseen(t(`Image ${one.sample}, to the pad: `, `图 ${one.sample}，放到画板：`)), make('div', isWrong ? { className: 'wrong' } : {}, text),
              unseen(t(', loss ', '，损失 ')), make('div', { className: 'quiet' }, short(one.loss)));
            button.addEventListener('click', () => toPad(one.sample));
            return button;
          })),
        ];
      },
    },
    saliency: {
      title: () => t('Saliency', '显著性'), heading: () => t('Which pixels spoke', '哪些像素说了话'), followsPad: true,
      about: () => t('Gradient times input: how much of a class’s sum each pixel’s ink adds. Blue speaks for it, orange against.',
        '梯度乘以输入：每个像素的墨给这一类的加权和添了多少。蓝色支持，橙色反对。'),
      question: () => `saliency ${options.output}`,
      show(answer) {
        if (answer.error) return [needsDrawing()];
        const shape = Inkling.apiCall('pixels');
        const plus = answer.contribution.reduce((sum, value) => sum + Math.max(value, 0), 0), minus = answer.contribution.reduce((sum, value) => sum + Math.min(value, 0), 0);
        return [
          classChoice(t('Class', '类别'), answer.output, answer.answers.length, (value) => { options.output = value; run(); }),
          make('div', { className: 'images' },
            figure(imageCanvas(answer.pixels, shape, t('What the network sees', '网络看到的')), t('what the network sees', '网络看到的')),
            figure(signCanvas(answer.contribution, shape.width, shape.height, t('What each pixel adds', '每个像素的贡献')), t(`what speaks for ${className(answer.output)}`, `支持 ${className(answer.output)} 的像素`))),
          make('p', { 'data-result': 'saliency' }, t(`Pixels add +${short(plus)} and −${short(-minus)}; with the biases the sum for ${className(answer.output)} is z = ${short(answer.sum)}, its probability ${percent(answer.answers[answer.output])}.`,
            `像素共加 +${short(plus)}、减 ${short(-minus)}；加上偏置，${className(answer.output)} 的加权和 z = ${short(answer.sum)}，概率 ${percent(answer.answers[answer.output])}。`)),
        ];
      },
    },
    nudge: {
      title: () => t('Nudge', '微扰'), heading: () => t('The smallest change that makes it another', '最小的改动，让它认错'), followsPad: true,
      about: () => t('Step by step along the gradient, then back as far as it goes. People hardly see such a change; the network does.',
        '沿梯度一步步走，再尽量退回来。这样的改动人几乎看不出，网络却会改口。'),
      question: () => `nudge ${options.target}`,
      show(answer) {
        const shape = Inkling.apiCall('pixels');
        if (answer.error) return [needsDrawing()];
        const best = (values) => values.indexOf(Math.max(...values));
        const from = best(answer.before);
        const change = answer.pixels.map((value, i) => value - answer.original[i]);
        return [
          classChoice(t('Make it a', '改成'), options.target, answer.before.length, (value) => { options.target = value; run(); }),
          answer.reached ? null : make('p', { className: 'wrong' }, t('It did not get there in 60 steps.', '走了 60 步也没到。')),
          make('div', { className: 'images three' },
            figure(imageCanvas(answer.original, shape, t('Before', '之前')), t(`before: ${className(from)} ${percent(answer.before[from])}`, `之前：${className(from)} ${percent(answer.before[from])}`)),
            figure(imageCanvas(answer.pixels, shape, t('After', '之后')), t(`after: ${className(best(answer.after))} ${percent(Math.max(...answer.after))}`, `之后：${className(best(answer.after))} ${percent(Math.max(...answer.after))}`)),
            figure(signCanvas(change, shape.width, shape.height, t('The change', '改动')), t('the change: blue adds ink, orange takes it', '改动：蓝色加墨，橙色减墨'))),
          make('p', { 'data-result': 'nudge' }, t(`Length ${short(answer.length)} of pixel values, ${percent(answer.ink ? answer.length / answer.ink : 0, 0)} of the drawing’s own; ${answer.changed} of ${change.length} pixels move by more than half a value.`,
            `改动的长度为 ${short(answer.length)}（像素值），是图画自身的 ${percent(answer.ink ? answer.length / answer.ink : 0, 0)}；${change.length} 个像素里有 ${answer.changed} 个变动超过半级。`)),
        ];
      },
    },
    map: {
      title: () => t('Map', '分布图'), heading: () => t('Where digits lie in the last hidden layer', '数字在最后一个隐藏层里的位置'), followsPad: true,
      about: () => t('The layer’s outputs seen along the two directions in which they differ most (principal components). Alike things lie together.',
        '沿差别最大的两个方向（主成分）看这一层的输出。相像的东西落在一起。'),
      show(answer) {
        const xs = answer.points.map(([x]) => x), ys = answer.points.map(([, y]) => y);
        const low = [Math.min(...xs), Math.min(...ys)], span = Math.max(Math.max(...xs) - low[0], Math.max(...ys) - low[1]) || 1;
        const picture = svg('svg', { viewBox: '0 0 380 380', role: 'img', 'aria-label': t('Samples by their place', '样本的位置') });
        const X = (x) => 12 + (356 * (x - low[0])) / span, Y = (y) => 368 - (356 * (y - low[1])) / span;
        const hasNumbers = classNames().length > 2;
        for (const [x, y, label] of answer.points) {
          const mark = svg('text', { x: X(x).toFixed(1), y: (Y(y) + 4).toFixed(1), 'text-anchor': 'middle', class: `class${label % 10}` });
          mark.textContent = hasNumbers ? String(label) : '●';
          picture.append(mark);
        }
        if (answer.pad) {
          const cx = Math.min(Math.max(X(answer.pad[0]), 8), 372), cy = Math.min(Math.max(Y(answer.pad[1]), 8), 372);
          picture.append(svg('circle', { cx, cy, r: 8, fill: 'none', stroke: 'var(--accent)', 'stroke-width': 2.5, 'data-result': 'pad' }), svg('circle', { cx, cy, r: 2, fill: 'var(--accent)' }));
        }
        return [
          figure(picture, answer.pad ? t('numbers are labels of test images; the ring is what is on the pad', '数字是测试图的标签；圆环是画板上的图') : t('numbers are labels of test images', '数字是测试图的标签')),
          make('p', { 'data-result': 'map' }, t(`These two of ${answer.units} directions hold ${percent(answer.share[0] + answer.share[1], 0)} of all variance.`, `${answer.units} 个方向中，这两个占全部方差的 ${percent(answer.share[0] + answer.share[1], 0)}。`)),
        ];
      },
    },
    rates: {
      title: () => t('Rates', '学习率'), heading: () => t('Learning-rate finder', '学习率探测'), isSlow: true,
      about: () => t('A fresh network of this shape takes up to 160 updates with a rate that grows from 0.00001 to 10. Where the loss falls fastest is a good rate; where it turns up is the limit.',
        '一个同样形状的新网络，最多更新 160 次，学习率从 0.00001 涨到 10。损失降得最快处是好的学习率；开始回升处是极限。'),
      show(answer) {
        const first = Math.log10(1e-5), last = Math.log10(10), x = (rate) => (Math.log10(rate) - first) / (last - first);
        const losses = answer.points.map(([, loss]) => loss), start = Math.max(...answer.points.slice(0, 8).map(([, , loss]) => loss));
        const high = start * 1.6, low = Math.min(...losses) * 0.9, y = (loss) => Math.min(Math.max((loss - low) / (high - low), 0), 1.02);
        const use = make('button', { type: 'button', className: 'plain' }, t(`Use ${short(answer.steepest)}`, `采用 ${short(answer.steepest)}`));
        use.addEventListener('click', () => inkling.set('learning-rate', String(Number(answer.steepest.toPrecision(1)))));
        return [
          figure(chart({
            height: 220, name: t('Loss by learning rate', '损失随学习率的变化'),
            lines: [{ points: answer.points.map(([rate, loss]) => [x(rate), y(loss)]), width: 1, opacity: 0.4 }, { points: answer.points.map(([rate, , loss]) => [x(rate), y(loss)]) }],
            xTicks: [-5, -4, -3, -2, -1, 0, 1].map((power) => [(power - first) / (last - first), power < -3 ? `1e−${-power}` : String(10 ** power)]),
            yTicks: [[y(low / 0.9), short(low / 0.9)], [y(start), short(start)]],
            marks: [{ share: x(answer.steepest), text: t('steepest', '最陡') }, { share: x(answer.largest), text: t('turns up', '回升') }, { share: x(answer.present), text: t('now', '现在'), dash: '1 3' }],
          }), t('loss of each update’s batch, thin, and smoothed; learning rate, logarithmic', '每次更新的批损失（细线）与平滑后的损失；学习率为对数刻度')),
          make('p', { 'data-result': 'rates' }, t(`Falls fastest at ${short(answer.steepest)}, turns up at ${short(answer.largest)}; the session uses ${short(answer.present)}.`,
            `在 ${short(answer.steepest)} 处降得最快，在 ${short(answer.largest)} 处回升；当前会话用 ${short(answer.present)}。`)),
          make('div', { className: 'row' }, use),
        ];
      },
    },
    slice: {
      title: () => t('Step size', '步长'), heading: () => t('How far is a step good?', '一步走多远才好？'),
      about: () => t('The gradient tells only the slope where the network stands. Here the loss of one batch is computed all along its step: a rate picks how far to go.',
        '梯度只告诉网络脚下的坡度。这里把一个批的损失沿这一步全算出来：学习率决定走多远。'),
      show(answer) {
        const reach = answer.points.at(-1)[0], [own] = answer.lands, here = answer.points[0][1];
        const holder = make('div', {});
        const slider = make('input', { type: 'range', min: '0', max: '240', step: '1', value: String(Math.round((240 * own) / reach)), 'aria-label': t('Learning rate', '学习率') });
        let rate = own;
        const draw = () => {
          const lands = lossAt(answer, rate);
          const words = lands > here ? t('too far: the loss is higher than before', '太远了：损失比原来还高') : rate > 1.02 * answer.best[0] ? t('past the lowest point', '越过了最低点') : t('downhill', '下坡');
          slider.setAttribute('aria-valuetext', short(rate));
          holder.replaceChildren(figure(sliceChart(answer, rate), t(`loss of a batch of ${answer.batch} after a step, by learning rate; dashed: the step`, `一个批（${answer.batch} 个样本）走一步之后的损失，随学习率变化；虚线：这一步`)),
            make('p', { 'data-result': 'slice', 'data-rate': String(rate), 'data-loss': String(lands) }, t(`Rate ${short(rate)}: from ${short(here)} to ${short(lands)}, ${words}. Lowest is ${short(answer.best[1])}, at ${short(answer.best[0])}.`,
              `学习率 ${short(rate)}：从 ${short(here)} 到 ${short(lands)}，${words}。最低 ${short(answer.best[1])}，在 ${short(answer.best[0])} 处。`)));
        };
        slider.addEventListener('input', () => {
          rate = (Number(slider.value) / 240) * reach;
          draw();
        });
        const back = make('button', { type: 'button', className: 'plain' }, t(`The session’s: ${short(own)}`, `当前会话的：${short(own)}`));
        back.addEventListener('click', () => {
          slider.value = String(Math.round((240 * own) / reach));
          rate = own;
          draw();
        });
        draw();
        return [make('div', { className: 'row' }, make('span', { className: 'quiet' }, t('Learning rate', '学习率')), slider, back), holder,
          make('p', { className: 'quiet' }, t('The first batch of the training part, by this optimiser without a memory of earlier steps.', '训练部分的第一个批；优化器相同，但不带之前步子的记忆。'))];
      },
    },
    landscape: {
      title: () => t('Landscape', '损失地形'), heading: () => t('The loss around the weights', '权重周围的损失'), isSlow: true,
      about: () => t('A plane through the present weights along two random directions, each unit moved by up to its own length. The ring is where the network stands.',
        '过当前权重的一个平面，沿两个随机方向，每个神经元最多移动自身的长度。圆环是网络所在。'),
      question: () => `landscape ${options.seed}`,
      show(answer) {
        const { side, loss } = answer;
        const logs = loss.map((value) => Math.log(Math.max(value, 1e-6))), low = Math.min(...logs), high = Math.max(...logs);
        const canvas = make('canvas', { width: 760, height: 760, className: 'smooth', role: 'img', 'aria-label': t('The loss as a relief', '损失地形图') });
        drawRelief(canvas, side, logs.map((value) => (value - low) / (high - low || 1)));
        const other = make('button', { type: 'button', className: 'plain' }, t('Other directions', '换一组方向'));
        other.addEventListener('click', () => { options.seed++; run(); });
        const middle = loss[(side * side - 1) / 2];
        const here = make('div', { className: 'here' });
        here.style.top = 'calc((100% - 24px) / 2 - 6px)';
        return [
          make('figure', {}, make('div', {}, canvas), here, make('figcaption', {}, t(`${isDark() ? 'brighter' : 'darker'} is higher; a line at each tenth of the way, logarithmic`, `越${isDark() ? '亮' : '深'}越高；每十分之一（对数）一条线`))),
          make('p', { 'data-result': 'landscape' }, t(`Here ${short(middle)}, lowest ${short(Math.min(...loss))}, highest ${short(Math.max(...loss))}, over ${answer.samples} training images.`,
            `此处 ${short(middle)}，最低 ${short(Math.min(...loss))}，最高 ${short(Math.max(...loss))}，取自 ${answer.samples} 张训练图。`)),
          make('div', { className: 'row' }, other),
        ];
      },
    },
    reliability: {
      title: () => t('Reliability', '可靠度'), heading: () => t('Is 90 % nine times in ten?', '说 90 %，就是十次对九次吗？'),
      about: () => t('Answers sorted by how sure they were, against how often they were right. A temperature divides the sums before softmax: the answer stays, the per cents change.',
        '按把握大小分组，看各组实际对了多少。温度去除 softmax 之前的加权和：答案不变，百分比会变。'),
      show(answer) {
        if (answer.error) return [make('p', {}, t('This needs softmax: choose cross-entropy as the loss.', '需要 softmax：请把损失选为交叉熵。'))];
        const holder = make('div', {});
        const sorted = [...answer.at].sort((a, b) => a.temperature - b.temperature);
        const slider = make('input', { type: 'range', min: '0', max: String(sorted.length - 1), step: '1', value: String(sorted.findIndex(({ temperature }) => temperature === 1)), 'aria-label': t('Temperature', '温度') });
        const draw = () => {
          const at = sorted[Number(slider.value)];
          holder.replaceChildren(
            figure(chart({
              height: 260, name: t('Reliability', '可靠度'),
              lines: [{ points: [[0, 0], [1, 1]], width: 1, color: 'var(--control)', dash: '4 3' }],
              dots: at.bins.filter(([count]) => count).map(([count, confidence, accuracy]) => ({ x: confidence, y: accuracy, radius: 3 + 7 * Math.sqrt(count / answer.count) })),
              xTicks: [[0, '0'], [0.5, '50 %'], [1, '100 %']], yTicks: [[0, '0'], [0.5, '50 %'], [1, '100 %']],
            }), t('across: how sure; up: how often right; larger dots hold more images', '横轴：把握；纵轴：正确率；点越大，图越多')),
            make('p', { 'data-result': 'reliability', 'data-error': String(at.error) }, t(`T = ${short(at.temperature)}: calibration error ${percent(at.error)}, loss ${short(at.loss)}, over ${answer.count} images.`,
              `T = ${short(at.temperature)}：校准误差 ${percent(at.error)}，损失 ${short(at.loss)}，共 ${answer.count} 张图。`)));
        };
        slider.addEventListener('input', draw);
        const best = make('button', { type: 'button', className: 'plain' }, t(`Best: ${short(answer.best)}`, `最佳：${short(answer.best)}`));
        best.addEventListener('click', () => {
          slider.value = String(sorted.findIndex(({ temperature }) => temperature === answer.best));
          draw();
        });
        draw();
        return [make('div', { className: 'row' }, make('span', { className: 'quiet' }, t('Temperature', '温度')), slider, best), holder,
          make('p', { className: 'quiet' }, t('The best temperature was chosen by the other half of the test part.', '最佳温度由测试部分的另一半选出。'))];
      },
    },
    fold: {
      title: () => t('Folding', '折叠'), heading: () => t('Fold the layers into one matrix', '把各层折成一个矩阵'),
      about: () => t('Without activations, layer after layer is one multiplication: W₁ · W₂ · … = W. With them, nothing of the kind.',
        '没有激活函数，一层接一层只是一次乘法：W₁ · W₂ · … = W。有了它，就不再是这样。'),
      show(answer) {
        const shape = Inkling.apiCall('pixels');
        const isImage = shape.width * shape.height === answer.inputs;
        const column = (output) => Array.from({ length: answer.inputs }, (_, i) => answer.weights[i * answer.outputs + output]);
        const most = Math.max(...answer.weights.map(Math.abs)) || 1;
        return [
          make('p', { 'data-result': 'fold', 'data-difference': String(answer.difference) }, answer.linear
            ? t(`${answer.layers} layers with ${answer.parameters} numbers are one matrix of ${answer.inputs} × ${answer.outputs}: over the test images the sums differ by at most ${answer.difference.toExponential(1)}.`,
              `${answer.layers} 层、${answer.parameters} 个数，就是一个 ${answer.inputs} × ${answer.outputs} 的矩阵：在测试图上，加权和最多相差 ${answer.difference.toExponential(1)}。`)
            : t(`This network bends: the folded matrix differs by up to ${short(answer.difference)} and agrees on ${percent(answer.agreement, 0)} of the test images. Choose the activation “linear” to see it fold.`,
              `这个网络会弯：折叠后的矩阵最多相差 ${short(answer.difference)}，只在 ${percent(answer.agreement, 0)} 的测试图上答案一致。把激活函数选为“线性”，就能看到它折起来。`)),
          isImage ? make('div', { className: 'grid' }, ...Array.from({ length: answer.outputs }, (_, k) => make('div', {}, signCanvas(column(k), shape.width, shape.height, className(k), most), make('div', { className: 'quiet' }, className(k)))))
            : null,
        ];
      },
    },
  });

  // The relief, by a shader of its own where there is WebGL 2; else plain squares.
  function drawRelief(canvas, side, heights) {
    const ramp = ramps[isDark() ? 'dark' : 'light'].map(bytesOf);
    const gl = canvas.getContext('webgl2', { preserveDrawingBuffer: true });
    if (!gl) {
      const draw = canvas.getContext('2d'), cell = canvas.width / side;
      heights.forEach((height, i) => {
        draw.fillStyle = `rgb(${ramp[Math.round(height * 5)].join()})`;
        draw.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell + 1, cell + 1);
      });
      return;
    }
    const head = '#version 300 es\nprecision highp float;\nprecision highp sampler2D;\n';
    const program = gl.createProgram();
    for (const [type, source] of [
      [gl.VERTEX_SHADER, 'out vec2 v_place; void main() { vec2 p = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0; v_place = vec2(p.x, 1.0 - p.y); gl_Position = vec4(p * 2.0 - 1.0, 0.0, 1.0); }'],
      [gl.FRAGMENT_SHADER, '{{landscape.frag.glsl}}']]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, head + source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
    gl.useProgram(program);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, side, side, 0, gl.RED, gl.FLOAT, new Float32Array(heights));
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
    gl.uniform3fv(gl.getUniformLocation(program, 'u_ramp'), ramp.flat().map((value) => value / 255));
    gl.uniform1f(gl.getUniformLocation(program, 'u_relief'), isDark() ? 1 : -1);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }
})();
