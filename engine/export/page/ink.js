// From pen strokes to the image that the network reads, as engine/data/ink.cpp makes it; docs/ink.md says what each step is for.
// A stroke is a list of points [x, y] in the unit square, y down; a line is [x0, y0, x1, y1].
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const mapped = (lines, place) => lines.map(([x0, y0, x1, y1]) => [...place(x0, y0), ...place(x1, y1)]);
const lengthOf = ([x0, y0, x1, y1]) => Math.hypot(x1 - x0, y1 - y0);
function boxOf(lines) {
  const xs = lines.flatMap(([x0, , x1]) => [x0, x1]), ys = lines.flatMap(([, y0, , y1]) => [y0, y1]);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { top, width: right - left, height: bottom - top, middle: [(left + right) / 2, (top + bottom) / 2] };
}
const linesOf = (strokes) => strokes.flatMap((points) => (points.length === 1 ? [[...points[0], ...points[0]]] : points.slice(1).map((point, i) => [...points[i], ...point])));

// Sheared until its slant, the regression of x on y along the lines, is this one.
function leaning(lines, slant) {
  const [mx, my] = boxOf(lines).middle;
  let length = 0, sx = 0, sy = 0, sxy = 0, syy = 0;
  for (const line of lines) {
    const [x0, y0, x1, y1] = line, weight = lengthOf(line);
    const x = (x0 + x1) / 2 - mx, y = (y0 + y1) / 2 - my;
    length += weight;
    sx += weight * x;
    sy += weight * y;
    sxy += weight * (x * y + (x1 - x0) * (y1 - y0) / 12);
    syy += weight * (y * y + (y1 - y0) ** 2 / 12);
  }
  const spread = length ? syy - sy * sy / length : 0;
  const shear = (spread > 0 ? clamp((sxy - sx * sy / length) / spread, -0.8, 0.8) : 0) - slant;
  return mapped(lines, (x, y) => [x - shear * y, y]);
}

// Rows with much ink in them get more of the height, as far as `way` says.
function evened(lines, measure, way) {
  const rows = 24, reach = 4, { top, height } = boxOf(lines), longest = Math.max(height / rows, 0.005);
  const pieces = lines.flatMap(([x0, y0, x1, y1]) => {
    const extent = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)), count = extent > longest ? Math.min(Math.ceil(extent / longest), 256) : 1;
    const at = (share) => [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
    return Array.from({ length: count }, (_, i) => [...at(i / count), ...at((i + 1) / count)]);
  });
  const rowsDown = (y) => (height > 0 ? clamp((y - top) / height * rows, 0, rows) : 0);
  const ink = Array(rows).fill(0);
  let total = 0;
  for (const piece of pieces) {
    const length = measure === 'length' ? lengthOf(piece) : Math.abs(piece[3] - piece[1]);
    const at = rowsDown((piece[1] + piece[3]) / 2) - 0.5, row = Math.trunc(clamp(at, 0, rows - 2)), below = clamp(at - row, 0, 1);
    ink[row] += (1 - below) * length;
    ink[row + 1] += below * length;
    total += length;
  }
  const wanted = ink.map((_, row) => {
    let sum = 0, weights = 0;
    ink.forEach((amount, at) => {
      const weight = Math.max(reach - Math.abs(row - at), 0);
      sum += weight * amount;
      weights += weight;
    });
    return sum / weights + 0.5 * total / rows;
  });
  const all = wanted.reduce((sum, one) => sum + one, 0), end = [0];
  wanted.forEach((one, row) => end.push(end[row] + way * (all > 0 ? one / all : 1 / rows) + (1 - way) / rows));
  return mapped(pieces, (x, y) => {
    const at = rowsDown(y), row = Math.trunc(Math.min(at, rows - 1));
    return [x, top + height * (end[row] + (at - row) * (end[row + 1] - end[row]))];
  });
}

// About the middle of their box, which comes to the middle of the image.
function placed(lines, scaleX, scaleY, width, height) {
  const [mx, my] = boxOf(lines).middle;
  return mapped(lines, (x, y) => [(x - mx) * scaleX + width / 2, (y - my) * scaleY + height / 2]);
}

// How far the middle of each pixel is from the nearest line; beyond `reach` it is not looked for.
function distances(width, height, lines, reach) {
  const values = Array(width * height).fill(Infinity);
  for (const [x0, y0, x1, y1] of lines) {
    const dx = x1 - x0, dy = y1 - y0, square = dx * dx + dy * dy;
    const range = (a, b, size) => [clamp(Math.floor(Math.min(a, b) - reach), 0, size), clamp(Math.ceil(Math.max(a, b) + reach), 0, size)];
    const [left, right] = range(x0, x1, width), [top, bottom] = range(y0, y1, height);
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const along = square > 0 ? clamp(((x + 0.5 - x0) * dx + (y + 0.5 - y0) * dy) / square, 0, 1) : 0;
        const i = y * width + x;
        values[i] = Math.min(values[i], Math.hypot(x + 0.5 - x0 - along * dx, y + 0.5 - y0 - along * dy));
      }
    }
  }
  return values;
}

function mnistImage(ink, width, height, most) {
  const stroke = 2.3, reach = stroke / 2 + 0.5, lines = evened(leaning(ink, 0.1), 'crossings', 1), box = boxOf(lines);
  const scale = (Math.min(width, height) * 19.5 / 28 - stroke) / Math.max(box.width, box.height, 0.2);
  const drawn = placed(lines, scale, scale, width, height);
  const coverage = (lines) => distances(width, height, lines, reach).map((distance) => clamp(reach - distance, 0, 1));
  let mass = 0, sx = 0, sy = 0;
  coverage(drawn).forEach((value, i) => {
    mass += value;
    sx += value * (i % width + 0.5);
    sy += value * (Math.floor(i / width) + 0.5);
  });
  return coverage(mapped(drawn, (x, y) => [x + width / 2 - sx / mass, y + height / 2 - sy / mass])).map((value) => Math.round(value * most));
}

function blockImage(ink, width, height, most) {
  const block = 4, columns = block * width, rows = block * height, reach = 3.5, lines = evened(leaning(ink, 0), 'length', 0.5), box = boxOf(lines);
  let stroke = 5, found = [];
  for (let round = 0; round < 2; round++) {
    const scaleY = (rows - stroke) / Math.max(box.height, 0.2);
    const scaleX = clamp((21 / 32 * columns - stroke) / Math.max(box.width, 0.05), scaleY / 1.6, scaleY * 1.6);
    found = distances(columns, rows, placed(lines, scaleX, scaleY, columns, rows), reach);
    stroke = clamp(2 * [...found].sort((a, b) => a - b)[Math.trunc(310 / 1024 * columns * rows)], 3, 7);
  }
  const lit = Array(width * height).fill(0);
  found.forEach((distance, i) => {
    if (distance <= stroke / 2) lit[Math.floor(Math.floor(i / columns) / block) * width + Math.floor(i % columns / block)]++;
  });
  return lit.map((count) => Math.trunc(count * most / (block * block)));
}

function imageOfInk(strokes, { width, height, most }) {
  const lines = linesOf(strokes);
  if (lines.length === 0) return Array(width * height).fill(0);
  return (width <= 16 ? blockImage : mnistImage)(lines, width, height, most);
}
