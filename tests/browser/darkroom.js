// What is done with pictures: cut, compare in small squares, and make small. It runs on an empty page of the test's browser.

async function decoded(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }), { colorSpaceConversion: "none" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  ink.drawImage(bitmap, 0, 0);
  return { width: bitmap.width, height: bitmap.height, data: ink.getImageData(0, 0, bitmap.width, bitmap.height).data };
}

/** The sum of each colour above and left of each point, so that a square's mean is four look-ups. */
function summed({ width, height, data }) {
  const across = width + 1;
  const sums = [0, 1, 2].map(() => new Float64Array(across * (height + 1)));
  for (let y = 0; y < height; y += 1) {
    const row = [0, 0, 0];
    for (let x = 0; x < width; x += 1) {
      for (let c = 0; c < 3; c += 1) {
        row[c] += data[(y * width + x) * 4 + c];
        sums[c][(y + 1) * across + x + 1] = sums[c][y * across + x + 1] + row[c];
      }
    }
  }
  return { width, height, across, sums };
}

function meanOf({ width, height, across, sums }, left, top, side) {
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  const [right, bottom] = [Math.min(width, left + side), Math.min(height, top + side)];
  const many = (right - x) * (bottom - y);
  const at = (sum, a, b) => sum[b * across + a];
  return sums.map((sum) => (at(sum, right, bottom) - at(sum, x, bottom) - at(sum, right, y) + at(sum, x, y)) / many);
}

const SHIFTS = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => [x, y]));

/** How far two means are apart, 0 to 255: the colour that differs most. */
const apart = (one, two) => Math.max(...one.map((colour, c) => Math.abs(colour - two[c])));

/** Which points lie among no more than two colours, as ground, lines and filled places do; a letter's edge has many shades. */
function flat({ width, height, data }) {
  const points = new Uint32Array(data.buffer);
  const found = new Uint8Array(points.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
      const own = points[at];
      let other = own;
      let many = 1;
      for (let row = at - width; row <= at + width && many < 3; row += width) {
        for (let near = row - 1; near <= row + 1; near += 1) {
          const colour = points[near];
          if (colour === own || colour === other) continue;
          other = colour;
          many += 1;
        }
      }
      found[at] = many < 3 ? 1 : 0;
    }
  }
  return found;
}

/** How many points are flat in both pictures and of another colour. */
function recoloured(before, after, near) {
  const [one, two] = [flat(before), flat(after)];
  const wide = Math.min(before.width, after.width);
  let many = 0;
  for (let y = 0; y < Math.min(before.height, after.height); y += 1) {
    for (let x = 0; x < wide; x += 1) {
      const [a, b] = [y * before.width + x, y * after.width + x];
      if (!one[a] || !two[b]) continue;
      if ([0, 1, 2].some((c) => Math.abs(before.data[a * 4 + c] - after.data[b * 4 + c]) > near)) many += 1;
    }
  }
  return many;
}

/**
 * The squares in which two pictures differ by more than `far`, as [x, y, how much], the worst first. Each square may lie one
 * point beside its place: a letter that another machine sets a hair further is the same letter. And how many flat points have
 * another colour by more than `near`.
 */
export async function differences([before, after, side, far, near]) {
  const both = await Promise.all([before, after].map(decoded));
  const [one, two] = both.map(summed);
  const size = [two.width - one.width, two.height - one.height];
  const found = [];
  for (let y = 0; y + side / 2 <= Math.min(one.height, two.height); y += side) {
    for (let x = 0; x + side / 2 <= Math.min(one.width, two.width); x += side) {
      const here = meanOf(one, x, y, side);
      if (apart(here, meanOf(two, x, y, side)) <= far) continue;
      const least = Math.min(...SHIFTS.map(([a, b]) => apart(here, meanOf(two, x + a, y + b, side))));
      if (least > far) found.push([x, y, Math.round(least)]);
    }
  }
  return { size, found: found.sort((a, b) => b[2] - a[2]), recoloured: recoloured(...both, near) };
}

const parted = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
const distance = (one, two) => Math.hypot(one[0] - two[0], one[1] - two[1], one[2] - two[2]);

/** The colours of the grounds as they are, and as many more as fit so that each of the others is near one. */
function chosen(colours, most) {
  for (let near = 0; ; near += 3) {
    const found = colours.slice(0, most / 4);
    for (const colour of colours.slice(most / 4)) {
      if (found.every((each) => distance(each, colour) > near)) found.push(colour);
      if (found.length > most) break;
    }
    if (found.length <= most) return found;
  }
}

/** The fewer colours, and for each point the number of the nearest of them. */
function reduced(data, most) {
  const counts = new Map();
  const points = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  for (const point of points) counts.set(point, (counts.get(point) ?? 0) + 1);
  const all = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const parts = chosen(all.map(parted), most);
  const nearest = new Map(all.map((colour) => {
    const far = parts.map((each) => distance(each, parted(colour)));
    return [colour, far.indexOf(Math.min(...far))];
  }));
  return { palette: parts.flat(), points: Uint8Array.from(points, (point) => nearest.get(point)) };
}

/** A PNG as its size, its palette, and one byte for each point, in base64. */
export async function fewerColours([base64, most]) {
  const { width, height, data } = await decoded(base64);
  const { palette, points } = reduced(data, most);
  let letters = "";
  for (let at = 0; at < points.length; at += 30_000) letters += String.fromCharCode(...points.subarray(at, at + 30_000));
  return { width, height, palette, points: btoa(letters) };
}

async function encoded(canvas) {
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  let letters = "";
  for (let at = 0; at < bytes.length; at += 30_000) letters += String.fromCharCode(...bytes.subarray(at, at + 30_000));
  return btoa(letters);
}

/** Parts of a picture, by their boxes. */
export async function cut([base64, boxes]) {
  const { width, height, data } = await decoded(base64);
  const whole = new ImageData(data, width, height);
  return Promise.all(boxes.map((box) => {
    const canvas = new OffscreenCanvas(box.width, box.height);
    canvas.getContext("2d").putImageData(whole, -box.x, -box.y);
    return encoded(canvas);
  }));
}

/** Whether the machine's own letters, in which the page is read, are these. */
export function readsIn(letters) {
  const ink = new OffscreenCanvas(1, 1).getContext("2d");
  const wide = (font) => {
    ink.font = `40px ${font}`;
    return ink.measureText("Shoulder to Shoulder, 0123456789").width;
  };
  return wide("system-ui") === wide(`"${letters}"`) && wide("sans-serif") === wide(`"${letters}"`);
}
