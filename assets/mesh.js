/* Areas as the server sends them (layers/mesh.py), laid flat: points of edges, edges of rings, rings of areas.
   Positions are pixels of the world at zoom 16, from the mesh's own corner: small enough to be exact everywhere. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const ZOOM = yiping.meshZoom = 16;
  const TALLER = Math.pow(2, 26);   // than any mesh has steps
  const WORLD = 256 * Math.pow(2, ZOOM);

  const xOf = (lon) => (lon / 360 + 0.5) * WORLD;
  const yOf = (lat) => (0.5 - Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360)) / (2 * Math.PI)) * WORLD;
  const lonOf = (x) => (x / WORLD - 0.5) * 360;
  const latOf = (y) => Math.atan(Math.exp((0.5 - y / WORLD) * 2 * Math.PI)) * 360 / Math.PI - 90;

  /* Starts of runs whose lengths are given; one more than there are runs. */
  function starts(lengths) {
    const found = new Uint32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i++) { found[i + 1] = found[i] + lengths[i]; }
    return found;
  }

  /* Every point, and a number for each that only the same place has. */
  function layPoints(body, origin) {
    const { steps, corner, quantum } = body;
    const points = new Float64Array(steps.length), spots = new Float64Array(steps.length / 2);
    let column = 0, row = 0;
    for (let i = 0; i < steps.length; i += 2) {
      column += steps[i];
      row += steps[i + 1];
      points[i] = xOf(corner[0] + column * quantum) - origin.x;
      points[i + 1] = yOf(corner[1] + row * quantum) - origin.y;
      spots[i / 2] = column * TALLER + row;
    }
    return { points, spots };
  }

  /* Which edge each step of a ring walks: e forwards, ~e backwards. */
  function layWalks(edges) {
    const walks = new Int32Array(edges.length);
    let next = 0;
    for (let i = 0; i < edges.length; i++) {
      const said = edges[i];
      walks[i] = said === 0 ? next++ : said > 0 ? ~(next - said) : next + said;
    }
    return walks;
  }

  class Mesh {
    constructor(body) {
      this.origin = { x: xOf(body.corner[0]), y: yOf(body.corner[1]) };
      this.quantum = xOf(body.quantum) - xOf(0);
      Object.assign(this, layPoints(body, this.origin));
      this.walks = layWalks(body.edges);
      this.edgeAt = starts(body.lengths);
      this.ringAt = starts(body.turns);
      this.areaAt = starts(body.shapes);
      this.columns = body.columns;
      this.codes = body.columns.code || [];
      this.index = new Map(this.codes.map((code, area) => [code, area]));
      this.boxes = this.layBoxes();
      this.side = this.usualSide();
      this.cells = null;
    }

    /* Walk the rings of an area: `begin(x, y)` at each ring's first corner, `go(x, y)` at every later one. */
    walk(area, begin, go) {
      const { points, walks, edgeAt, ringAt, areaAt } = this;
      for (let ring = areaAt[area]; ring < areaAt[area + 1]; ring++) {
        for (let turn = ringAt[ring]; turn < ringAt[ring + 1]; turn++) {
          const back = walks[turn] < 0, edge = back ? ~walks[turn] : walks[turn];
          const first = 2 * edgeAt[edge], last = 2 * edgeAt[edge + 1] - 2, end = back ? first : last;
          let at = back ? last : first;
          if (turn === ringAt[ring]) { begin(points[at], points[at + 1]); }
          while (at !== end) { at += back ? -2 : 2; go(points[at], points[at + 1]); }
        }
      }
    }

    layBoxes() {
      const boxes = new Float64Array(4 * this.codes.length);
      let w, n, e, s;
      const widen = (x, y) => { if (x < w) { w = x; } if (x > e) { e = x; } if (y < n) { n = y; } if (y > s) { s = y; } };
      for (let area = 0; area < this.codes.length; area++) {
        w = n = Infinity;
        e = s = -Infinity;
        this.walk(area, widen, widen);
        boxes[4 * area] = w; boxes[4 * area + 1] = n; boxes[4 * area + 2] = e; boxes[4 * area + 3] = s;
      }
      return boxes;
    }

    /* Does an area touch a box { w, n, e, s }? */
    isSeen(area, box) {
      const { boxes } = this;
      return boxes[4 * area] <= box.e && boxes[4 * area + 2] >= box.w && boxes[4 * area + 1] <= box.s && boxes[4 * area + 3] >= box.n;
    }

    /* The box around areas; west lies beyond east when they have no shape. */
    boxOf(areas) {
      const box = { w: Infinity, n: Infinity, e: -Infinity, s: -Infinity };
      areas.forEach((area) => {
        box.w = Math.min(box.w, this.boxes[4 * area]); box.n = Math.min(box.n, this.boxes[4 * area + 1]);
        box.e = Math.max(box.e, this.boxes[4 * area + 2]); box.s = Math.max(box.s, this.boxes[4 * area + 3]);
      });
      return box;
    }

    /* How wide an area is, were they all squares and filled the box around them. */
    usualSide() {
      const all = this.boxOf(this.codes.map((_, area) => area));
      return all.w > all.e ? 0 : Math.sqrt((all.e - all.w) * (all.s - all.n) / this.codes.length);
    }

    /* Add to a path what areas cover together. An edge between two of them is walked both ways and falls away; what
       is left is joined to rings in whatever order: how often they wind around a place stays the same. */
    traceTogether(path, areas) {
      const onward = new Map();
      this.outerWalks(areas).forEach((walk) => {
        const from = this.endOf(walk, 0);
        if (onward.has(from)) { onward.get(from).push(walk); } else { onward.set(from, [walk]); }
      });
      onward.forEach((waiting, start) => {
        while (waiting.length) {
          let here = start, isFirst = true;
          while (onward.has(here) && onward.get(here).length) {
            const walk = onward.get(here).pop();
            this.traceWalk(path, walk, isFirst);
            here = this.endOf(walk, 1);
            isFirst = false;
          }
        }
      });
    }

    /* The edges that areas walk more often one way than the other. */
    outerWalks(areas) {
      const { walks, ringAt, areaAt } = this, net = this.net = this.net || new Int8Array(this.edgeAt.length), left = [];
      areas.forEach((area) => {
        for (let turn = ringAt[areaAt[area]]; turn < ringAt[areaAt[area + 1]]; turn++) {
          if (walks[turn] < 0) { net[~walks[turn]] -= 1; } else { net[walks[turn]] += 1; }
        }
      });
      areas.forEach((area) => {
        for (let turn = ringAt[areaAt[area]]; turn < ringAt[areaAt[area + 1]]; turn++) {
          const edge = walks[turn] < 0 ? ~walks[turn] : walks[turn];
          for (; net[edge] > 0; net[edge] -= 1) { left.push(edge); }
          for (; net[edge] < 0; net[edge] += 1) { left.push(~edge); }
        }
      });
      return left;
    }

    /* A number for the place where a walk begins (0) or ends (1). */
    endOf(walk, end) {
      const edge = walk < 0 ? ~walk : walk, at = (walk < 0) === (end === 0) ? this.edgeAt[edge + 1] - 1 : this.edgeAt[edge];
      return this.spots[at];
    }

    traceWalk(path, walk, isFirst) {
      const { points, edgeAt } = this, back = walk < 0, edge = back ? ~walk : walk;
      const first = 2 * edgeAt[edge], last = 2 * edgeAt[edge + 1] - 2, end = back ? first : last;
      let at = back ? last : first;
      if (isFirst) { path.moveTo(points[at], points[at + 1]); }
      while (at !== end) { at += back ? -2 : 2; path.lineTo(points[at], points[at + 1]); }
    }

    /* Call `each(edge)` once for every edge of the areas. */
    edgesOf(areas, each) {
      const { walks, ringAt, areaAt } = this, met = new Uint8Array(this.edgeAt.length);
      areas.forEach((area) => {
        for (let turn = ringAt[areaAt[area]]; turn < ringAt[areaAt[area + 1]]; turn++) {
          const edge = walks[turn] < 0 ? ~walks[turn] : walks[turn];
          if (!met[edge]) { met[edge] = 1; each(edge); }
        }
      });
    }

    /* Where a horizontal line crosses an area's border, from west to east. */
    crossings(area, y) {
      const found = [];
      let x0 = 0, y0 = 0;
      this.walk(area, (x, v) => { x0 = x; y0 = v; }, (x, v) => {
        if ((y0 > y) !== (v > y)) { found.push(x0 + (y - y0) / (v - y0) * (x - x0)); }
        x0 = x;
        y0 = v;
      });
      return found.sort((a, b) => a - b);
    }

    /* Which areas touch each square of a grid over the whole mesh, about one square for each area. */
    layCells() {
      const every = this.codes.map((_, area) => area).filter((area) => this.boxes[4 * area] <= this.boxes[4 * area + 2]);
      const all = this.boxOf(every), held = new Map(), { boxes } = this;
      const size = Math.max(this.side, 1e-6);
      const cellOf = (x, y) => Math.floor((y - all.n) / size) * 1e6 + Math.floor((x - all.w) / size);
      every.forEach((area) => {
        for (let y = boxes[4 * area + 1]; ; y = Math.min(y + size, boxes[4 * area + 3])) {
          for (let x = boxes[4 * area]; ; x = Math.min(x + size, boxes[4 * area + 2])) {
            const cell = cellOf(x, y), there = held.get(cell);
            if (!there) { held.set(cell, [area]); } else if (there[there.length - 1] !== area) { there.push(area); }
            if (x >= boxes[4 * area + 2]) { break; }
          }
          if (y >= boxes[4 * area + 3]) { break; }
        }
      });
      return (x, y) => held.get(cellOf(x, y)) || [];
    }

    /* The area at a place in degrees, -1 where there is none. */
    find(lat, lon) {
      this.cells = this.cells || this.layCells();
      const x = xOf(lon) - this.origin.x, y = yOf(lat) - this.origin.y;
      const found = this.cells(x, y).find((area) => this.crossings(area, y).filter((at) => at < x).length % 2 === 1);
      return found === undefined ? -1 : found;
    }

    /* West, south, east, north of areas in degrees; null when they have no shape. */
    boundsOf(areas) {
      const { w, n, e, s } = this.boxOf(areas), { x, y } = this.origin;
      return w > e ? null : [lonOf(w + x), latOf(s + y), lonOf(e + x), latOf(n + y)];
    }

    /* A place inside an area: the middle of its widest part at half its height. */
    placeIn(area) {
      const { boxes, origin } = this, y = (boxes[4 * area + 1] + boxes[4 * area + 3]) / 2;
      let x = boxes[4 * area], widest = 0;
      this.crossings(area, y).forEach((at, n, all) => {
        if (n % 2 && at - all[n - 1] > widest) { widest = at - all[n - 1]; x = (at + all[n - 1]) / 2; }
      });
      return { lon: lonOf(x + origin.x), lat: latOf(y + origin.y) };
    }

    /* What is known of an area, by the names of the layer's properties, and a place in it. */
    facts(area) {
      return { ...Object.fromEntries(Object.entries(this.columns).map(([name, list]) => [name, list[area]])), ...this.placeIn(area) };
    }
  }

  yiping.mesh = (body) => new Mesh(body);
})();
