import type { ServiceParts } from '../model/protocol.ts';
import { ringing } from '../model/ringing.ts';
import { h } from './dom.ts';

/** What hurts, right below the headline; nothing while no alarm rings. */
export function drawRinging(host: HTMLElement, parts: ServiceParts, now: number): void {
  const told = ringing(parts, now);
  const rows = told.map(({ name, label, text, echo }) =>
    h(
      'li',
      { 'data-ringing': name, 'data-echo': echo === true },
      h('i', { 'aria-hidden': 'true' }, echo === true ? '△' : '▲'),
      h('b', {}, label),
      ` ${text}`,
    ),
  );
  host.dataset['tone'] = told.every(({ echo }) => echo === true) ? 'wait' : 'bad';
  host.hidden = rows.length === 0;
  host.replaceChildren(...rows);
}
