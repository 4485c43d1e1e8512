/* SPDX-License-Identifier: MIT */
/*
 * Draws the ladder, and lets a reader step through it.
 *
 * The page's data (html_data.c) are the run's steps. What is shown of them is a list of items: steps,
 * silences between them, and folds, which stand for many segments to which nothing happened. The
 * items are drawn in blocks, each an SVG of its own, which is empty while it is out of sight.
 */
(() => {
'use strict';

const data = JSON.parse(document.getElementById('data').textContent);
const W = data.words, steps = data.steps, ENDS = ['client', 'server'];
const $ = id => document.getElementById(id);
const NS = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
	for (const [name, value] of Object.entries(attributes))
		if (value !== undefined && value !== false)
			node.setAttribute(name, value);
	node.append(...children.filter(child => child !== undefined && child !== false));
	return node;
}
const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes = {}, ...children) => fill(document.createElementNS(NS, name), attributes, children);

const seconds = ns => (ns / 1e9).toFixed(3);

function duration(ns) {
	const [unit, size] = ns >= 1e9 ? ['s', 1e9] : ns >= 1e6 ? ['ms', 1e6] : ['µs', 1e3];
	return `${(ns / size).toPrecision(ns / size >= 1000 ? 4 : 3).replace(/e.*/, '')} ${unit}`;
}

/* A text with values in it, in the order that its language wants: %s, or %2$s. */
function say(key, ...values) {
	let next = 0;
	return W[key].replace(/%(?:(\d)\$)?s/g, (place, which) => values[which ? which - 1 : next++]);
}

/* ---- what is known of each step ---------------------------------------------------------------- */

const isFlight = step => ['segment', 'release', 'icmp'].includes(step.kind);
const movesOf = step => step.moves || [];
const receiver = end => end === 'client' ? 'server' : 'client';

function fateText(step) {
	if (!isFlight(step))
		return step.result === undefined ? '' : `→ ${step.result}`;
	const [by, fault] = step.fault ? ['-by', [step.fault]] : ['', []];
	if (step.origin)
		return say(step.origin + by, ...fault);
	if (step.fate === 'held' && step.segment.delay)
		return say(`held-for${by}`, duration(step.segment.delay), ...fault);
	if (step.fate === 'changed' && step.became)
		return say(`changed${by}-into`, ...fault, step.became);
	if (step.kind === 'release' && step.fate === 'passed')
		return W.released;
	return step.fate === 'passed' ? '' : say(step.fate + by, ...fault);
}

const inferredText = move => move.inferred ? ` ${say('remark', W.inferred)}` : '';
const moveText = move => say('about', `${W[move.end]} ${move.from} → ${move.to}${inferredText(move)}`, move.cause);

function title(step) {
	if (isFlight(step))
		return say('about', W[`from-${step.end}`], step.label);
	return say('about', W[step.end], step.label || W.change);
}

const stepText = step => [seconds(step.t) + ' s', title(step), fateText(step), ...movesOf(step).map(moveText)]
	.filter(Boolean).join(W.list);

/* Steps that a link leads to are never folded. */
const linked = new Set([...document.querySelectorAll('#findings a[href^="#step-"]')]
	.map(link => Number(link.hash.slice(6)) - 1));

function isQuiet(i) {
	const step = steps[i];
	return step.kind === 'segment' && step.fate === 'passed' && !step.fault && !step.origin && !step.moves &&
		!step.segment.retransmission && !linked.has(i);
}

const connections = [...new Set(steps.map(step => step.connection).filter(Boolean))].sort((a, b) => a - b);

const view = {
	step: steps.length - 1,
	connection: connections[0] || 0,
	open: new Set(),	/* folds, by their first step */
	playing: 0,
};

/* The state of each end's socket of the connection in view after each step, and how it came there. */
let story;

function tellStory() {
	const now = {client: 'CLOSED', server: 'CLOSED'}, listens = {client: false, server: false};
	const begun = {client: false, server: false};
	story = steps.map(step => {
		const before = {};
		for (const end of ENDS)
			before[end] = begun[end] || !listens[end] ? now[end] : 'LISTEN';
		for (const move of movesOf(step)) {
			if (!move.connection)
				listens[move.end] = move.to === 'LISTEN';
			if (move.connection === view.connection && view.connection) {
				begun[move.end] = true;
				now[move.end] = move.to;
			}
		}
		const after = {};
		for (const end of ENDS)
			after[end] = begun[end] || !listens[end] ? now[end] : 'LISTEN';
		return {before, after};
	});
}

const concerns = move => !move.connection || move.connection === view.connection;

/* ---- which items are shown ------------------------------------------------------------------- */

const FOLD_FROM = 10, FOLD_KEEPS = 2, SILENCE = 100e6;
const ROW = 34, LABEL = 13, SILENCE_HEIGHT = 24, FOLD_HEIGHT = 40, HEADS = 30;

const labelsAt = (i, end) => movesOf(steps[i]).filter(move => move.end === end).length;
const rowHeight = i => ROW + LABEL * Math.max(0, Math.max(labelsAt(i, 'client'), labelsAt(i, 'server')) - 1);

function addRow(items, i) {
	const silence = i && steps[i].t - steps[i - 1].t;
	if (silence >= SILENCE)
		items.push({kind: 'silence', i: i - 1, silence, height: SILENCE_HEIGHT});
	items.push({kind: 'row', i, height: rowHeight(i)});
}

function addFold(items, from, to, key) {
	if (to - from >= FOLD_KEEPS)
		items.push({kind: 'fold', i: from, from, to, key, height: FOLD_HEIGHT});
	else
		for (let i = from; i < to; i++)
			addRow(items, i);
}

/* A run of quiet steps: its ends and the step in view stay visible. */
function addQuiet(items, from, to) {
	if (to - from < FOLD_FROM || view.open.has(from)) {
		if (view.open.has(from))
			items.push({kind: 'unfold', i: from, key: from, from, to, height: FOLD_HEIGHT});
		for (let i = from; i < to; i++)
			addRow(items, i);
		return;
	}
	for (let i = from; i < from + FOLD_KEEPS; i++)
		addRow(items, i);
	const first = from + FOLD_KEEPS, end = to - FOLD_KEEPS;
	if (view.step >= first && view.step < end) {
		addFold(items, first, view.step, from);
		addRow(items, view.step);
		addFold(items, view.step + 1, end, from);
	} else {
		addFold(items, first, end, from);
	}
	for (let i = end; i < to; i++)
		addRow(items, i);
}

function makeItems() {
	const items = [];
	for (let i = 0; i < steps.length;) {
		let to = i;
		while (to < steps.length && isQuiet(to))
			to++;
		if (to > i)
			addQuiet(items, i, to);
		else
			addRow(items, to++);
		i = to;
	}
	return items;
}

/* ---- drawing ------------------------------------------------------------------------------------ */

const TIME = 62, OUTER = 128, BAR = 12, WIDEST = 1000, NARROWEST = 640;
const LEAVES = 17, ARRIVES = 24, LABEL_AT = 12;
const TEXTURED = ['SYN-RECEIVED', 'FIN-WAIT-2', 'LAST-ACK', 'TIME-WAIT', 'CLOSING'];
let width = WIDEST, columns;

function measure() {
	const room = $('figure').clientWidth || WIDEST;
	width = Math.max(NARROWEST, Math.min(WIDEST, room));
	const client = TIME + OUTER, server = width - OUTER - BAR;
	columns = {client, server, from: client + BAR, to: server};
}

/* A place on the wire, seen from the end that sends: 0 is there, 1 at the other end. */
const along = (end, part) => end === 'client' ? columns.from + part * (columns.to - columns.from)
	: columns.to - part * (columns.to - columns.from);
const drop = (part, y) => y + LEAVES + part * (ARRIVES - LEAVES);

function tip(x0, y0, x1, y1, size, className) {
	const length = Math.hypot(x1 - x0, y1 - y0), dx = (x1 - x0) / length * size, dy = (y1 - y0) / length * size;
	return svg('path', {class: className, d: `M${x1} ${y1}L${x1 - dx - dy / 2.4} ${y1 - dy + dx / 2.4}L${x1 - dx + dy / 2.4} ${y1 - dy - dx / 2.4}z`});
}

function drawFlight(step, y, from, to, arrives) {
	const x0 = along(step.end, from), x1 = along(step.end, to), y0 = drop(from, y), y1 = drop(to, y);
	const parts = [svg('path', {class: 'flight', d: `M${x0} ${y0}L${x1} ${y1}`})];
	if (arrives)
		parts.push(tip(x0, y0, x1, y1, 9, 'head'));
	return parts;
}

function text(x, y, className, content, anchor) {
	return svg('text', {x, y, class: className, 'text-anchor': anchor}, content);
}

const STOP = .6, FORGED_FROM = .4;

/* How far a segment comes, and what is drawn where something happens to it. */
function shape(step) {
	if (step.origin)
		return {from: FORGED_FROM, to: 1, at: FORGED_FROM, sign: '+', arrives: step.fate === 'passed'};
	if (step.kind === 'release')
		return {from: STOP, to: step.fate === 'passed' || step.fate === 'changed' ? 1 : .85, at: .85,
			cross: step.fate === 'dropped' || step.fate === 'undelivered', arrives: step.fate === 'passed' || step.fate === 'changed'};
	if (step.fate === 'dropped')
		return {from: 0, to: STOP, at: STOP, cross: true};
	if (step.fate === 'undelivered')
		return {from: 0, to: .93, at: .93, cross: true};
	if (step.fate === 'held')
		return {from: 0, to: STOP, at: STOP, sign: '~'};
	if (step.fate === 'changed')
		return {from: 0, to: 1, at: STOP, sign: '✱', arrives: true};
	return {from: 0, to: 1, arrives: true};
}

function drawSign(step, s, y) {
	const x = along(step.end, s.at), at = drop(s.at, y), beyond = step.origin ? -1 : 1;
	const side = (step.end === 'client' ? 1 : -1) * beyond;
	const parts = [];
	if (s.cross)
		parts.push(svg('path', {class: 'stop', d: `M${x - 5} ${at - 5}l10 10M${x + 5} ${at - 5}l-10 10`}));
	else if (s.sign)
		parts.push(text(x, at + 5, 'sign', s.sign, 'middle'));
	let words = step.fault || (step.fate === 'undelivered' ? W.undelivered : '');
	if (step.fate === 'held' && step.segment.delay)
		words += ` ${duration(step.segment.delay)}`;
	if (step.became && step.became !== step.label.split('  ')[0])
		words += `: ${step.became}`;
	if (words && s.at !== undefined)
		parts.push(text(x + side * 11, at + (s.arrives && !step.origin ? 14 : 4), 'fault', words, side > 0 ? 'start' : 'end'));
	return parts;
}

function drawSegment(step, y) {
	const s = shape(step);
	const middle = step.kind === 'release' ? (s.from + 1) / 2 : (s.from + (s.arrives ? s.to : STOP)) / 2;
	const words = step.connection && step.connection !== view.connection && connections.length > 1 &&
		!step.label.startsWith('#') ? `#${step.connection} ${step.label}` : step.label;
	return [...drawFlight(step, y, s.from, s.to, s.arrives), ...drawSign(step, s, y),
		text(along(step.end, middle), y + LABEL_AT, 'label', words, 'middle')];
}

/* Beside the lifeline of the end that it is about. */
function drawWords(step, y, className, words) {
	const client = step.end === 'client', x = client ? columns.from : columns.to, side = client ? 1 : -1;
	return [svg('path', {class: 'tick', d: `M${x + side * 4} ${y + LEAVES}l${side * 8} -4v8z`}),
		text(x + side * 18, y + LEAVES + 4, className, words, client ? 'start' : 'end')];
}

function drawEvent(step, y) {
	if (step.kind === 'note')
		return [text(along('client', .5), y + LEAVES + 4, 'cause', step.label, 'middle')];
	if (step.kind === 'change')
		return drawWords(step, y, 'cause', movesOf(step)[0].cause);
	return drawWords(step, y, 'call', [step.label, fateText(step)].filter(Boolean).join(' '));
}

function drawBar(end, state, y, height, unseen) {
	const x = columns[end];
	if (height <= 0)
		return [];
	if (state === 'CLOSED')
		return [svg('path', {class: 'thread', d: `M${x + BAR / 2} ${y}v${height}`})];
	const place = {x, y, width: BAR, height};
	const parts = [svg('rect', {...place, class: `bar ${state}${unseen ? ' unseen' : ''}`})];
	if (TEXTURED.includes(state))
		parts.push(svg('rect', {...place, class: 'texture'}));
	return parts;
}

/* An end's lifeline through a row, and the names of the states that begin there. */
function drawLife(i, end, y, height) {
	const moves = movesOf(steps[i]).filter(move => move.end === end);
	const arrives = isFlight(steps[i]) && steps[i].end !== end ? ARRIVES : LEAVES;
	const x = end === 'client' ? columns.client - 7 : columns.server + BAR + 7;
	const parts = [];
	let state = story[i].before[end], at = y, unseen = false;
	moves.forEach((move, k) => {
		const from = y + (k ? arrives + k * LABEL : arrives);
		if (concerns(move)) {
			parts.push(...drawBar(end, state, at, from - at, unseen));
			[state, at] = [move.connection ? move.to : story[i].after[end], from];
			unseen = move.inferred && k < moves.length - 1;
		}
		const name = move.inferred && k < moves.length - 1 ? `(${move.to})` : move.to;
		const whose = !move.connection && move.to === 'CLOSED' ? 'LISTEN ╳' : move.connection > 1 || !concerns(move) ? `${move.connection ? `#${move.connection} ` : ''}${name}` : name;
		parts.push(text(x, from + 9, `state${move.inferred && k < moves.length - 1 ? ' unseen' : ''}`, whose, end === 'client' ? 'end' : 'start'));
	});
	parts.push(...drawBar(end, state, at, y + height - at, unseen));
	return parts;
}

/* Held segments wait on the wire from row to row. */
const waiting = steps.map(() => 0);
steps.forEach((step, i) => {
	if (step.kind === 'release')
		for (let k = step.held; k < i; k++)
			waiting[k] |= step.end === 'client' ? 1 : 2;
});

function drawWaiting(i, y, height) {
	const step = steps[i], parts = [];
	ENDS.forEach((end, bit) => {
		const ends = step.kind === 'release' && step.end === end;
		const begins = step.fate === 'held' && step.end === end && !(i && waiting[i - 1] & 1 << bit);
		if (!(waiting[i] & 1 << bit) && !ends)
			return;
		const x = along(end, STOP), from = begins ? drop(STOP, y) + 8 : y;
		const to = waiting[i] & 1 << bit ? y + height : drop(STOP, y);
		if (to > from)
			parts.push(svg('path', {class: 'waiting', d: `M${x} ${from}V${to}`}));
	});
	return parts;
}

function rowClass(i) {
	const step = steps[i];
	return ['row', step.kind, i === view.step && 'current', i > view.step && 'later', step.failed && 'failed',
		(step.fate === 'dropped' || step.fate === 'undelivered') && 'lost', step.fate === 'held' && 'held',
		step.connection && step.connection !== view.connection && 'aside'].filter(Boolean).join(' ');
}

function drawRow(item, y) {
	const {i, height} = item, step = steps[i];
	return svg('g', {class: rowClass(i), id: `step-${i + 1}`, 'data-step': i, role: 'option', 'aria-label': stepText(step),
		'aria-selected': i === view.step, 'aria-posinset': i + 1, 'aria-setsize': steps.length},
		svg('rect', {class: 'hit', x: 0, y, width, height}),
		svg('rect', {class: 'edge', x: 0, y, width: 3, height}),
		text(TIME - 8, y + LEAVES + 4, 'time', seconds(step.t), 'end'),
		...drawLife(i, 'client', y, height), ...drawLife(i, 'server', y, height),
		...drawWaiting(i, y, height),
		...(isFlight(step) ? drawSegment(step, y) : drawEvent(step, y)));
}

function foldText(item) {
	const n = item.to - item.from;
	if (item.kind === 'unfold')
		return W['fold-again'];
	const bytes = {client: 0, server: 0}, count = {client: 0, server: 0};
	for (let i = item.from; i < item.to; i++) {
		count[steps[i].end]++;
		bytes[steps[i].end] += steps[i].segment.payload;
	}
	const sides = ENDS.filter(end => count[end])
		.map(end => say('fold-side', W[`from-${end}`], count[end].toLocaleString('en'), bytes[end].toLocaleString('en')));
	return say('fold', n.toLocaleString('en'), sides.join(W.list));
}

function drawPlain(item, y) {
	const bars = ENDS.flatMap(end => drawBar(end, story[item.i].after[end], y, item.height));
	const later = item.i >= view.step ? ' later' : '', middle = along('client', .5);
	if (item.kind === 'silence')
		return svg('g', {class: `gap${later}`, 'data-after': item.i}, ...bars,
			text(middle, y + 16, '', `⋮  ${duration(item.silence)}  ⋮`, 'middle'),
			...(waiting[item.i] ? ENDS.filter((end, bit) => waiting[item.i] & 1 << bit)
				.map(end => svg('path', {class: 'waiting', d: `M${along(end, STOP)} ${y}v${item.height}`})) : []));
	return svg('g', {class: `fold${later}`, 'data-after': item.i, 'data-fold': item.key, role: 'button', tabindex: 0, 'aria-label': `${foldText(item)} ${item.kind === 'fold' ? W.unfold : ''}`},
		svg('rect', {class: 'hit', x: 0, y, width, height: item.height, fill: 'transparent'}), ...bars,
		svg('rect', {class: 'button', x: columns.from + 14, y: y + 6, width: columns.to - columns.from - 28, height: item.height - 12, rx: 4}),
		text(middle, y + 24, '', foldText(item), 'middle'));
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* Items in a block: paper is broken between blocks only. */
const BLOCK = 12;
let items = [], blocks = [], signature = '';

const watcher = new IntersectionObserver(entries => {
	for (const entry of entries)
		entry.isIntersecting ? drawBlock(entry.target.block) : eraseBlock(entry.target.block);
}, {rootMargin: '600px'});

function drawBlock(block) {
	if (block.drawn)
		return;
	block.drawn = true;
	let y = 0;
	for (const item of block.items) {
		block.node.append(item.kind === 'row' ? drawRow(item, y) : drawPlain(item, y));
		y += item.height;
	}
}

function eraseBlock(block) {
	block.drawn = false;
	block.node.replaceChildren();
}

function drawHeads() {
	return svg('svg', {class: 'heads', viewBox: `0 0 ${width} ${HEADS}`, 'aria-hidden': 'true'},
		text(TIME - 8, 20, 'time', W.time, 'end'),
		text(columns.client + BAR / 2, 20, '', W.client, 'middle'),
		text(along('client', .5), 20, '', W.wire, 'middle'),
		text(columns.server + BAR / 2, 20, '', W.server, 'middle'));
}

function drawFigure() {
	items = makeItems();
	signature = items.map(item => `${item.kind[0]}${item.i}`).join();
	measure();
	watcher.disconnect();
	blocks = [];
	for (let i = 0; i < items.length; i += BLOCK) {
		const part = items.slice(i, i + BLOCK), height = part.reduce((sum, item) => sum + item.height, 0);
		const node = svg('svg', {class: 'block', viewBox: `0 0 ${width} ${height}`, role: 'presentation'});
		const block = {items: part, node, drawn: false};
		node.block = block;
		blocks.push(block);
	}
	$('figure').replaceChildren(drawHeads(), ...blocks.map(block => block.node));
	for (const block of blocks)
		watcher.observe(block.node);
}

const blockOf = i => blocks.find(block => block.items.some(item => item.kind === 'row' && item.i === i));

function showStep(how) {
	const block = blockOf(view.step);
	if (!block)
		return;
	drawBlock(block);
	$(`step-${view.step + 1}`).scrollIntoView({block: how});
}

function markRows() {
	for (const node of document.querySelectorAll('#figure [data-step]')) {
		const i = Number(node.dataset.step);
		node.setAttribute('class', rowClass(i));
		node.setAttribute('aria-selected', i === view.step);
	}
	for (const node of document.querySelectorAll('#figure [data-after]'))
		node.classList.toggle('later', Number(node.dataset.after) >= view.step);
	$('figure').setAttribute('aria-activedescendant', `step-${view.step + 1}`);
}

/* ---- stop motion ------------------------------------------------------------------------------- */

const chip = state => el('span', {class: `chip ${state}`, title: data.meanings[state]}, state);

/* The boxes of a diagram's states are where html_diagram.c has put them. */
function middleOf(diagram, state) {
	const box = diagram.querySelector(`[data-state="${state}"] rect`);
	return {x: Number(box.getAttribute('x')) + box.getAttribute('width') / 2,
		y: Number(box.getAttribute('y')) + box.getAttribute('height') / 2};
}

/* A move that the figure lacks goes straight from box to box, and beside it stands why. */
function drawOther(diagram, move) {
	const a = middleOf(diagram, move.from), b = middleOf(diagram, move.to === 'CLOSED' ? 'END' : move.to);
	const dx = b.x - a.x, dy = b.y - a.y;
	if (!dx && !dy)
		return [];
	const reach = Math.min(66 / Math.abs(dx || 1e-9), 17 / Math.abs(dy || 1e-9));
	const end = {x: b.x - dx * reach, y: b.y - dy * reach}, begin = {x: a.x + dx * reach, y: a.y + dy * reach};
	return [svg('title', {}, moveText(move)),
		svg('path', {class: 'line', d: `M${begin.x} ${begin.y}L${end.x} ${end.y}`}),
		tip(begin.x, begin.y, end.x, end.y, 24, 'tip')];
}

/* All moves of the connection in view at an end, up to the step in view. */
function movesUpTo(end) {
	const moves = [];
	for (let i = 0; i <= view.step; i++)
		for (const move of movesOf(steps[i]))
			if (move.end === end && concerns(move))
				moves.push({...move, now: i === view.step});
	return moves;
}

/* CLOSED has two boxes: where connections come from, and where they end. */
function boxOf(state, last) {
	return state !== 'CLOSED' ? state : last && last.from !== 'LISTEN' && last.from !== 'SYN-SENT' ? 'END' : 'CLOSED';
}

function showDiagram(end) {
	const figure = $(`diagram-${end}`), moves = movesUpTo(end);
	const own = moves.filter(move => move.connection), last = own[own.length - 1];
	const state = story.length ? story[view.step].after[end] : 'CLOSED';
	const taken = new Set(moves.map(move => move.move)), now = moves.filter(move => move.now);
	const visited = new Set(moves.flatMap(move => [boxOf(move.from), move.to === 'CLOSED' ? boxOf('CLOSED', move) : move.to]));
	for (const node of figure.querySelectorAll('.move')) {
		const number = Number(node.dataset.move);
		node.classList.toggle('taken', taken.has(number));
		node.classList.toggle('now', now.some(move => move.move === number));
	}
	for (const node of figure.querySelectorAll('.state')) {
		const box = node.dataset.state, current = box === boxOf(state, last);
		node.setAttribute('class', `state${visited.has(box) ? ' visited' : ''}${current ? ` current ${state}` : ''}`);
	}
	const other = [...now].reverse().find(move => !move.move);
	const group = figure.querySelector('.other');
	group.replaceChildren(...(other ? drawOther(figure, other) : []));
	group.classList.toggle('now', Boolean(other));
	figure.querySelector('output').replaceChildren(chip(state));
}

function fieldRows(fields) {
	return Object.keys(W).filter(key => key.startsWith('f-') && fields[key.slice(2)] !== undefined)
		.map(key => [W[key], fields[key.slice(2)], key.slice(2)])
		.filter(([, value, key]) => !(key === 'retransmission' && !value) && value !== null)
		.map(([name, value, key]) => [name, key === 'delay' ? duration(value) : Array.isArray(value) ? value.join(', ') : String(value)]);
}

const list = rows => el('dl', {}, ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));

function photoText(photo) {
	if (!photo)
		return '';
	const timer = photo.timer === 'none' ? W['no-timer']
		: photo.expires_ms ? say('due-in', W[photo.timer], duration(photo.expires_ms * 1e6)) : say('overdue', W[photo.timer]);
	const retransmits = photo.retransmits && say('retransmits', photo.retransmits);
	return el('span', {}, chip(photo.state), ...[timer, retransmits].filter(Boolean).map(words => W.list + words));
}

function photoTable(step) {
	if (!step.before || ![...step.before, ...step.after].some(Boolean))
		return [];
	return [el('table', {}, el('thead', {}, el('tr', {}, ...['', W.before, W.after].map(head => el('th', {scope: 'col'}, head)))),
		el('tbody', {}, ...ENDS.map((end, e) => el('tr', {}, el('th', {scope: 'row'}, W[end]),
			el('td', {}, photoText(step.before[e])), el('td', {}, photoText(step.after[e]))))))];
}

const segmentOf = step => step.kind === 'release' ? steps[step.held] : step;

function fateLine(step) {
	const words = fateText(step);
	if (!words)
		return [];
	return [el('p', {class: `fate ${step.origin ? 'forged' : step.failed ? 'dropped' : step.fate || ''}`}, words)];
}

function details(step, full) {
	const segment = segmentOf(step).segment;
	return [el('h3', {}, title(step)), ...fateLine(step),
		...movesOf(step).map(move => el('p', {}, `${W[move.end]} `, chip(move.from), ' → ', chip(move.to), ` ${move.cause}${inferredText(move)}`)),
		...(full ? photoTable(step) : []),
		...(segment ? [list(fieldRows(segment))] : []),
		...(step.fate === 'changed' && full ? [el('p', {class: 'fate changed'}, W.became), list(fieldRows(step.verdict))] : []),
		...(full ? [el('p', {class: 'run'}, say('record', step.record))] : [])];
}

let controls;

function makeControls() {
	const button = (key, sign, act) => {
		const node = el('button', {type: 'button', title: W[key], 'aria-label': W[key], id: `go-${key}`}, sign);
		node.addEventListener('click', act);
		return node;
	};
	const slider = el('input', {type: 'range', id: 'slider', min: 1, max: Math.max(1, steps.length), step: 1, 'aria-label': W.step});
	const where = el('p', {id: 'where'}), spoken = el('div', {class: 'hidden', 'aria-live': 'polite', id: 'spoken'});
	slider.addEventListener('input', () => go(slider.value - 1));
	const choice = el('select', {id: 'connection', 'aria-label': W.connection},
		...connections.map(n => el('option', {value: n}, say('connection-number', n))));
	choice.addEventListener('change', () => { view.connection = Number(choice.value); retell(); });
	$('controls').append(el('div', {class: 'buttons'},
		button('first', '|◀', () => go(0)), button('previous-change', '⇤', () => goChange(-1)),
		button('previous', '◀', () => go(view.step - 1)), button('play', '▶ ' + W.play, play),
		button('next', '▶', () => go(view.step + 1)), button('next-change', '⇥', () => goChange(1)),
		button('last', '▶|', () => go(steps.length - 1))),
		slider, where, ...(connections.length > 1 ? [choice] : []), el('p', {}, W.keys), spoken);
	controls = {slider, where, spoken, choice, play: $('go-play')};
}

function showControls() {
	const words = say('step-of', view.step + 1, steps.length);
	controls.slider.value = view.step + 1;
	controls.slider.setAttribute('aria-valuetext', say('about', words, stepText(steps[view.step])));
	controls.where.textContent = `${words} · ${seconds(steps[view.step].t)} s`;
	controls.choice.value = view.connection;
}

/* Everything that depends on the step in view. */
function show() {
	if (!steps.length)
		return;
	showControls();
	ENDS.forEach(showDiagram);
	$('now').replaceChildren(...details(steps[view.step], true));
	moveCursors();
}

function retell() {
	tellStory();
	drawFigure();
	markRows();
	drawPlots();
	show();
}

function go(i, how = 'nearest') {
	i = Math.max(0, Math.min(steps.length - 1, i));
	view.step = i;
	const connection = steps[i].connection || movesOf(steps[i]).map(move => move.connection).find(Boolean);
	if (connection && connection !== view.connection) {
		view.connection = connection;
		tellStory();
		drawPlots();
		drawFigure();
	} else if (makeItems().map(item => `${item.kind[0]}${item.i}`).join() !== signature) {
		drawFigure();
	}
	markRows();
	show();
	controls.spoken.textContent = stepText(steps[i]);
	showStep(how);
}

function goChange(way) {
	let i = view.step + way;
	while (i > 0 && i < steps.length - 1 && !steps[i].moves)
		i += way;
	go(i);
}

function pause() {
	clearInterval(view.playing);
	view.playing = 0;
	controls.play.textContent = '▶ ' + W.play;
	controls.play.setAttribute('aria-label', W.play);
}

function play() {
	if (view.playing)
		return pause();
	if (view.step === steps.length - 1)
		go(0);
	controls.play.textContent = '‖ ' + W.pause;
	controls.play.setAttribute('aria-label', W.pause);
	view.playing = setInterval(() => {
		go(view.step + 1);
		if (view.step === steps.length - 1)
			pause();
	}, 1000);
}

/* ---- numbers over time ------------------------------------------------------------------------- */

const lastTime = steps.length ? Math.max(1, steps[steps.length - 1].t) : 1;

/* A timer is set when more of it is left than could be left of what was there. */
function timerCurve(points) {
	const curve = [];
	let before = null;
	for (const [, , t, , timer, left] of points) {
		if (timer === 'retransmit' && left && (!before || left > before.left - (t - before.t) / 1e6 + 8))
			curve.push([t, left / 1000]);
		before = timer === 'retransmit' ? {left, t} : null;
	}
	return curve;
}

const PLOTS = [
	['plot-retransmits', points => points.map(([, , t, retransmits]) => [t, retransmits])],
	['plot-timer', timerCurve],
	['plot-rto', points => points.filter(point => point[6]).map(point => [point[2], point[6] / 1e6])],
	['plot-cwnd', points => points.filter(point => point[7]).map(point => [point[2], point[7]])],
];

function plot(name, end, curve) {
	const w = 360, h = 70, left = 40;
	const most = curve.reduce((max, point) => Math.max(max, point[1]), 0), least = curve.reduce((min, point) => Math.min(min, point[1]), most);
	const x = t => left + Math.max(0, t) / lastTime * (w - left), y = value => h - (most ? value / most : 0) * (h - 8);
	const path = curve.map(([t, value], i) => i ? `H${x(t).toFixed(1)}V${y(value).toFixed(1)}` : `M${x(t).toFixed(1)} ${y(value).toFixed(1)}`).join('');
	const caption = say('plot-of', W[name], W[end]);
	return el('figure', {}, el('figcaption', {}, caption),
		svg('svg', {viewBox: `0 0 ${w} ${h + 18}`, role: 'img', 'aria-label': say('plot-range', caption, least, most)},
			svg('path', {class: 'axis', d: `M${left} 4V${h}H${w}`}),
			text(left - 6, 14, '', String(most), 'end'), text(left - 6, h + 2, '', '0', 'end'),
			text(left, h + 15, '', '0 s', 'start'), text(w, h + 15, '', `${seconds(lastTime)} s`, 'end'),
			svg('path', {class: 'curve', d: `${path}H${w}`}),
			svg('path', {class: 'cursor', 'data-left': left, 'data-width': w - left, d: ''})));
}

function drawPlots() {
	const plots = [];
	for (const [name, curveOf] of PLOTS)
		for (const [e, end] of ENDS.entries()) {
			const curve = curveOf(data.points.filter(point => point[0] === e && point[1] === view.connection));
			if (curve.length)
				plots.push(plot(name, end, curve));
		}
	$('plots').replaceChildren(...(plots.length ? plots : [el('p', {}, W['plot-none'])]));
}

function moveCursors() {
	for (const node of document.querySelectorAll('#plots .cursor'))
		node.setAttribute('d', `M${Number(node.dataset.left) + Math.max(0, steps[view.step].t) / lastTime * node.dataset.width} 0V70`);
}

/* ---- the ladder as a table ----------------------------------------------------------------------- */

function tableRow(item) {
	if (item.kind === 'silence')
		return undefined;
	if (item.kind !== 'row')
		return el('tr', {}, el('td', {}), el('td', {colspan: 4}, foldText(item)));
	const step = steps[item.i], after = story[item.i].after;
	return el('tr', {}, el('td', {class: 'number'}, el('a', {href: `#step-${item.i + 1}`}, String(item.i + 1))),
		el('td', {class: 'number'}, seconds(step.t)),
		el('td', {}, [title(step), fateText(step), ...movesOf(step).map(moveText)].filter(Boolean).join(W.then)),
		...ENDS.map(end => el('td', {}, chip(after[end]))));
}

function drawTable() {
	$('table-view').querySelector('div').replaceChildren(el('table', {},
		el('thead', {}, el('tr', {}, ...[W.number, W.time, W.what, W.client, W.server].map(head => el('th', {scope: 'col'}, head)))),
		el('tbody', {}, ...items.map(tableRow).filter(Boolean))));
}

function makeTable() {
	const node = el('details', {id: 'table-view'}, el('summary', {}, W['as-table']), el('div', {class: 'wide'}));
	node.addEventListener('toggle', () => node.open ? drawTable() : node.querySelector('div').replaceChildren());
	$('ladder').append(node);
}

/* ---- what the reader does ------------------------------------------------------------------------ */

const KEYS = {
	ArrowRight: () => go(view.step + 1), ArrowLeft: () => go(view.step - 1),
	ArrowDown: () => goChange(1), ArrowUp: () => goChange(-1),
	Home: () => go(0), End: () => go(steps.length - 1), ' ': play,
};

function onKey(event) {
	const target = event.target, name = target.tagName;
	if (event.ctrlKey || event.altKey || event.metaKey || name === 'SELECT' || name === 'INPUT')
		return;
	if (event.key === 'Enter' || event.key === ' ') {
		const fold = target.closest('.fold');
		if (fold) {
			event.preventDefault();
			return toggleFold(Number(fold.dataset.fold));
		}
		if (['BUTTON', 'A', 'SUMMARY'].includes(name))
			return;
	}
	if (KEYS[event.key]) {
		event.preventDefault();
		KEYS[event.key]();
	}
}

function toggleFold(key) {
	view.open.has(key) ? view.open.delete(key) : view.open.add(key);
	drawFigure();
	markRows();
}

function showTip(event) {
	const row = event.target.closest('.row');
	$('tip').hidden = !row;
	if (!row)
		return;
	$('tip').replaceChildren(...details(steps[row.dataset.step], false));
	const x = Math.min(event.pageX + 18, document.documentElement.scrollWidth - $('tip').offsetWidth - 8);
	$('tip').style.left = `${Math.max(8, x)}px`;
	$('tip').style.top = `${event.pageY + 18}px`;
}

function goHash() {
	const match = /^#step-(\d+)$/.exec(location.hash);
	if (match)
		go(Number(match[1]) - 1, 'center');
}

function listen() {
	const figure = $('figure');
	document.addEventListener('keydown', onKey);
	addEventListener('hashchange', goHash);
	document.addEventListener('click', event => {
		const link = event.target.closest('a[href^="#step-"]');
		if (link && link.hash === location.hash)
			goHash();
	});
	figure.addEventListener('click', event => {
		const row = event.target.closest('.row'), fold = event.target.closest('.fold');
		if (fold)
			toggleFold(Number(fold.dataset.fold));
		else if (row)
			go(Number(row.dataset.step));
	});
	figure.addEventListener('pointermove', showTip);
	figure.addEventListener('pointerleave', () => { $('tip').hidden = true; });
	addEventListener('resize', () => {
		const before = width;
		measure();
		if (width !== before) {
			drawFigure();
			markRows();
		}
	});
	addEventListener('beforeprint', () => blocks.forEach(drawBlock));
}

function begin() {
	$('motion').hidden = false;
	for (const line of document.querySelectorAll('.diagram .line')) {
		const [x0, y0, x1, y1] = line.getAttribute('d').match(/[\d.]+/g).map(Number);
		line.after(tip(x0, y0, x1, y1, 22, 'tip'));
	}
	document.body.append(el('div', {id: 'tip', hidden: ''}),
		svg('svg', {id: 'textures', 'aria-hidden': 'true'}, svg('defs', {},
			svg('pattern', {id: 'texture', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'},
				svg('path', {d: 'M0 0V6'})))));
	fill($('figure'), {role: 'listbox', tabindex: 0, 'aria-label': W['figure-help']}, []);
	if (!steps.length)
		return;
	makeControls();
	makeTable();
	retell();
	listen();
	goHash();
}

begin();
})();
