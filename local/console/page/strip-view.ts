import type { ServiceParts } from '../model/protocol.ts';
import { strip, type StripItem } from '../model/strip.ts';
import { at, h, setText } from './dom.ts';

const GLYPH: Readonly<Record<StripItem['mark'], string>> = {
  done: '✓',
  now: '▶',
  held: '‖',
  left: '↩',
  ahead: '',
  never: '–',
};
const SAYS: Readonly<Record<StripItem['mark'], string>> = {
  done: 'done',
  now: 'now',
  held: 'held',
  left: 'left',
  ahead: 'to come',
  never: 'not reached',
};

/** The steps of the release, each with its sign, its word for those who do not see that, and what is known of it. */
export function drawStrip(parts: ServiceParts, now: number, lost: boolean): void {
  const told = strip(parts, now, lost);
  at('#strip').hidden = told === undefined;
  if (told === undefined) return;
  setText(at('#strip-caption'), `${told.caption}.`);
  setText(at('#way-back'), told.wayBack);
  const list = at('#steps');
  const items = told.items.map(({ label, mark, text, share }) => {
    const item = h(
      'li',
      { 'data-mark': mark, 'aria-current': (mark === 'now' || mark === 'held') && 'step' },
      h('i', { 'aria-hidden': 'true' }, GLYPH[mark]),
      h('b', {}, label),
      h('span', { class: 'hidden' }, `, ${SAYS[mark]} `),
      h('small', {}, text),
    );
    item.style.setProperty('--share', String(share ?? (mark === 'done' ? 1 : 0)));
    return item;
  });
  list.replaceChildren(...items);
}
