// The pad: what is drawn on it is read after every stroke and on the way.
const pad = document.querySelector('#pad'), seen = document.querySelector('#seen'), rows = document.querySelector('#answers'), verdict = document.querySelector('#verdict');
const dark = matchMedia('(prefers-color-scheme: dark)');
let strokes = [];

rows.replaceChildren(...classNames.map((name) => {
  const row = document.createElement('tr');
  row.innerHTML = '<th scope="row"></th><td class="bar"><div><span></span></div></td><td class="number"></td>';
  row.firstChild.textContent = name;
  return row;
}));

function read() {
  const image = imageOfInk(strokes, style), { label, name, answers: all } = predict(image);
  const context = seen.getContext('2d'), pixels = new ImageData(style.width, style.height);
  image.forEach((value, i) => {
    const shade = dark.matches ? value / style.most * 255 : 255 - value / style.most * 255;
    pixels.data.set([shade, shade, shade, 255], 4 * i);
  });
  context.putImageData(pixels, 0, 0);
  const isEmpty = strokes.length === 0;
  verdict.textContent = isEmpty ? '–' : name;
  [...rows.children].forEach((row, k) => {
    row.classList.toggle('first', !isEmpty && k === label);
    row.querySelector('span').style.width = `${isEmpty ? 0 : 100 * Math.min(Math.max(all[k], 0), 1)}%`;
    row.lastChild.textContent = isEmpty ? '–' : isShares ? `${(100 * all[k]).toFixed(1)} %` : all[k].toFixed(3);
  });
}

function draw() {
  const context = pad.getContext('2d'), side = pad.width;
  context.clearRect(0, 0, side, side);
  context.lineWidth = 0.09 * side;
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = getComputedStyle(pad).color;
  for (const points of strokes) {
    context.beginPath();
    points.forEach(([x, y], i) => (i ? context.lineTo(x * side, y * side) : context.moveTo(x * side, y * side)));
    if (points.length === 1) context.lineTo(points[0][0] * side, points[0][1] * side);
    context.stroke();
  }
}

const place = ({ clientX, clientY }) => {
  const box = pad.getBoundingClientRect();
  return [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
};
const changed = () => {
  draw();
  read();
};
pad.addEventListener('pointerdown', (event) => {
  pad.setPointerCapture(event.pointerId);
  strokes.push([place(event)]);
  changed();
});
pad.addEventListener('pointermove', (event) => {
  if (!pad.hasPointerCapture(event.pointerId)) return;
  for (const each of event.getCoalescedEvents?.() ?? [event]) strokes.at(-1).push(place(each));
  changed();
});
document.querySelector('#undo').addEventListener('click', () => {
  strokes.pop();
  changed();
});
document.querySelector('#clear').addEventListener('click', () => {
  strokes = [];
  changed();
});
dark.addEventListener('change', changed);
changed();
