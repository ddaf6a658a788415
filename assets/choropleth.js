/* A canvas of the map on which areas are coloured by class: neighbours of one class are one shape, each edge one line.
   Twenty thousand polygons are painted at once; an area whose class changed is painted over itself. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const SHARPEST = 2;
  const TOGETHER = 500;         // areas filled at once, neighbours by their codes; a browser fills larger paths more slowly
  const FULL_EDGES = 14;        // pixels; among smaller areas edges are thinner, so that colours are seen

  /* What is drawn: a mesh, the class of each of its areas, and looks { colour(class), isInside(class), width(inside), edge }. */
  const DOES = {
    initialize: function (options) {
      window.L.setOptions(this, options);
      window.L.stamp(this);
      this._layers = {};
      this._drawn = null;
      this._frame = 0;
    },

    getEvents: function () {
      return { ...window.L.Renderer.prototype.getEvents.call(this), move: this._follow };
    },

    show: function (mesh, classes, looks) {
      this._drawn = { mesh, classes, looks };
      this.repaint();
    },

    /* Paint everything after the next frame, however often it is asked for: a press shows on its button first. */
    repaint: function () {
      const mine = this._frame = this._frame || requestAnimationFrame(() => setTimeout(() => { if (mine === this._frame && this._map) { this._paint(); } }));
    },

    /* Paint some areas over themselves, and their edges over those. */
    touch: function (areas) {
      if (!this._drawn || this._frame) { return; }
      const seen = areas.filter((area) => this._drawn.mesh.isSeen(area, this._box));
      this._fill(seen);
      this._stroke(seen);
    },

    _initContainer: function () {
      const canvas = this._container = document.createElement('canvas');
      this._context = canvas.getContext('2d');
      ['click', 'mousemove', 'mouseout'].forEach((name) => canvas.addEventListener(name, (event) => this._heard(event)));
    },

    _destroyContainer: function () {
      cancelAnimationFrame(this._frame);
      this._frame = 0;
      this._container.remove();
    },

    _heard: function (event) {
      const map = this._map, drawn = this._drawn;
      if (!map || !drawn || map._animatingZoom || map.dragging.moving()) { return; }
      if (event.type === 'click' && (map.dragging.moved() || map.boxZoom.moved())) { return; }
      const place = map.mouseEventToLatLng(event);
      const area = event.type === 'mouseout' ? -1 : drawn.mesh.find(place.lat, place.lng);
      this._container.style.cursor = area < 0 ? '' : 'pointer';
      this.options.heard(event, area < 0 ? null : drawn.mesh.codes[area]);
    },

    /* A long drag may leave what was painted; then it is painted on. */
    _follow: function () {
      const map = this._map;
      if (map._animatingZoom || !this._bounds) { return; }
      const corner = map.containerPointToLayerPoint([0, 0]);
      if (!this._bounds.contains(window.L.bounds(corner, corner.add(map.getSize())))) { this._update(); }
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) { return; }
      window.L.Renderer.prototype._update.call(this);
      const canvas = this._container, size = this._bounds.getSize(), sharp = Math.min(SHARPEST, window.devicePixelRatio || 1);
      window.L.DomUtil.setPosition(canvas, this._bounds.min);
      const wide = Math.round(sharp * size.x), high = Math.round(sharp * size.y);
      if (canvas.width !== wide || canvas.height !== high) {
        Object.assign(canvas, { width: wide, height: high });
        Object.assign(canvas.style, { width: size.x + 'px', height: size.y + 'px' });
      }
      this._sharp = sharp;
      this._paint();
    },

    _updatePaths: function () {},

    _paint: function () {
      const context = this._context, canvas = this._container;
      cancelAnimationFrame(this._frame);
      this._frame = 0;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      if (!this._drawn) { return; }
      this._place();
      const { mesh } = this._drawn, seen = [];
      for (let area = 0; area < mesh.codes.length; area++) { if (mesh.isSeen(area, this._box)) { seen.push(area); } }
      this._fill(seen);
      this._stroke(seen);
    },

    /* From pixels of the mesh to pixels of the canvas. */
    _place: function () {
      const { mesh } = this._drawn, sharp = this._sharp;
      const scale = this._map.getZoomScale(this._zoom, yiping.meshZoom), pixels = this._map.getPixelOrigin().add(this._bounds.min);
      const left = mesh.origin.x * scale - pixels.x, top = mesh.origin.y * scale - pixels.y;
      const size = this._bounds.getSize();
      this._scale = scale;
      this._box = { w: -left / scale, n: -top / scale, e: (size.x - left) / scale, s: (size.y - top) / scale };
      this._context.setTransform(sharp * scale, 0, 0, sharp * scale, sharp * left, sharp * top);
    },

    _fill: function (areas) {
      const { mesh, classes, looks } = this._drawn, context = this._context;
      for (let first = 0; first < areas.length; first += TOGETHER) {
        const members = new Map();
        areas.slice(first, first + TOGETHER).forEach((area) => {
          const colour = looks.colour(classes[area]);
          if (members.has(colour)) { members.get(colour).push(area); } else { members.set(colour, [area]); }
        });
        members.forEach((list, colour) => {
          context.beginPath();
          mesh.traceTogether(context, list);
          context.fillStyle = colour;
          context.fill();
        });
      }
    },

    _stroke: function (areas) {
      const { mesh, classes, looks } = this._drawn, context = this._context;
      [false, true].forEach((inside) => {
        context.beginPath();
        mesh.edgesOf(areas.filter((area) => looks.isInside(classes[area]) === inside), (edge) => mesh.traceWalk(context, edge, true));
        context.lineWidth = looks.width(inside) * Math.min(1, mesh.side * this._scale / FULL_EDGES) / this._scale;
        context.strokeStyle = looks.edge;
        context.lineJoin = 'round';
        context.stroke();
      });
    },
  };

  let Kind = null;
  /* Leaflet comes with the map component, after this file. */
  yiping.choropleth = (options) => { Kind = Kind || window.L.Renderer.extend(DOES); return new Kind(options); };
})();
