// The tool that lets a curve be heard: for readers who do not see it, and for fun. Nothing sounds before it is asked to.
// Loaded when first opened, by tools.js.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;

  const low = 220, high = 880;    // Hz: two octaves, from A to A
  const duration = 4;             // s for a whole curve, however long
  const loudness = 0.12, fade = 0.03;
  const toneLength = 0.09;        // s of one epoch's tone while it trains
  const look = 150;               // ms
  const steps = 200;              // pitches of a whole curve

  let context = null, playing = null, timer = 0, lastEpoch = -1, chosen = 'test_loss';

  const curves = {
    test_loss: () => t('Test loss', '测试损失'),
    train_loss: () => t('Training loss', '训练损失'),
    test_accuracy: () => t('Test accuracy', '测试准确率'),
  };

  // The pitch of a value: losses by their logarithm, as curves show them, within the range of the curve; accuracies by themselves.
  const scaleOf = (name, values) => {
    if (name === 'test_accuracy') return (value) => low * (high / low) ** Math.min(Math.max(value, 0), 1);
    const logs = values.map((value) => Math.log(Math.max(value, 1e-6))), least = Math.min(...logs), most = Math.max(...logs);
    return (value) => low * (high / low) ** (most > least ? (Math.log(Math.max(value, 1e-6)) - least) / (most - least) : 0.5);
  };

  // Frequencies evenly in time, whatever the distance of the points.
  function melody(name) {
    const { historyOf, evenly } = Inkling.toolKit;
    const points = historyOf(name);
    if (points.length < 2) return null;
    const pitch = scaleOf(name, points.map(([, value]) => value));
    const frequencies = Float32Array.from(evenly(points, points[0][0], points.at(-1)[0], steps), pitch);
    return { frequencies, points };
  }

  function voice(at, length, shape) {
    context ??= new AudioContext();
    context.resume();
    const oscillator = new OscillatorNode(context, { type: 'triangle' }), gain = new GainNode(context, { gain: 0 });
    oscillator.connect(gain).connect(context.destination);
    shape(oscillator.frequency);
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loudness, at + fade);
    gain.gain.setValueAtTime(loudness, at + length - fade);
    gain.gain.linearRampToValueAtTime(0, at + length);
    oscillator.start(at);
    oscillator.stop(at + length);
    return oscillator;
  }

  const now = () => (context ??= new AudioContext()).currentTime + 0.02;

  function stop() {
    playing?.stop();
    playing = null;
  }

  // One tone for each epoch that goes by: its test accuracy.
  function follow() {
    const { epoch, running, testAccuracy } = Inkling.apiCall('state');
    const whole = Math.floor(epoch);
    if (running && whole > lastEpoch && Number.isFinite(testAccuracy)) {
      const at = now();
      voice(at, toneLength, (frequency) => frequency.setValueAtTime(scaleOf('test_accuracy')(testAccuracy), at));
    }
    lastEpoch = whole;
  }

  function followTraining(isOn) {
    clearInterval(timer);
    timer = 0;
    if (!isOn) return;
    lastEpoch = Math.floor(Inkling.apiCall('state').epoch);
    timer = setInterval(follow, look);
  }

  // Named by words that a reader may not see drawn.
  const told = (name, points) => {
    const isLoss = name !== 'test_accuracy';
    const text = (value) => (isLoss ? String(Number(value.toPrecision(3))) : `${(100 * value).toFixed(1)} %`);
    const [from, to] = [points[0], points.at(-1)];
    return t(`${curves[name]()}: from ${text(from[1])} to ${text(to[1])}, epochs ${from[0].toFixed(0)} to ${to[0].toFixed(0)}.`,
      `${curves[name]()}：从 ${text(from[1])} 到 ${text(to[1])}，第 ${from[0].toFixed(0)} 到 ${to[0].toFixed(0)} 轮。`);
  };

  Inkling.soundPanel = ({ make }) => {
    const words = make('p', { 'data-result': 'sound', role: 'status' });
    const choice = make('select', { 'aria-label': t('Curve', '曲线') }, ...Object.entries(curves).map(([name, title]) => make('option', { value: name, selected: name === chosen }, title())));
    choice.addEventListener('change', () => { chosen = choice.value; });
    const play = make('button', { type: 'button', className: 'main' }, t('Play', '播放'));
    const halt = make('button', { type: 'button', className: 'plain' }, t('Stop', '停止'));
    play.addEventListener('click', () => {
      stop();
      const tune = melody(chosen);
      if (!tune) {
        words.textContent = t('There is no curve yet: let it train for two epochs.', '还没有曲线：先训练两轮。');
        return;
      }
      const at = now();
      playing = voice(at, duration, (frequency) => frequency.setValueCurveAtTime(tune.frequencies, at, duration));
      words.textContent = told(chosen, tune.points);
    });
    halt.addEventListener('click', stop);
    const live = make('input', { type: 'checkbox', checked: timer !== 0 });
    live.addEventListener('change', () => followTraining(live.checked));
    return [
      make('div', { className: 'row' }, make('span', { className: 'quiet' }, t('Curve', '曲线')), choice, play, halt),
      words,
      make('label', { className: 'row' }, live, make('span', {}, t('While it trains, a tone after each epoch: the test accuracy', '训练时，每一轮响一声：测试准确率'))),
      make('p', { className: 'quiet' }, t('A low tone is a low number: a loss that falls is heard to fall, an accuracy that rises to rise. Losses by their logarithm between the curve’s lowest and highest value, accuracies from 0 to 100 %, over two octaves.',
        '音低表示数小：损失下降，音就下降；准确率上升，音就上升。损失取对数，从曲线的最低到最高；准确率从 0 到 100 %；都在两个八度之内。')),
    ];
  };
})();
