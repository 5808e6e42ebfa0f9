import type { AlarmView } from '../model/protocol.ts';
import { ringing } from '../model/ringing.ts';
import { h } from './dom.ts';

/** What hurts, right below the headline; nothing while no alarm rings. */
export function drawRinging(host: HTMLElement, alarms: readonly AlarmView[]): void {
  const rows = ringing(alarms).map(({ name, label, text }) =>
    h('li', { 'data-ringing': name }, h('i', { 'aria-hidden': 'true' }, '▲'), h('b', {}, label), ` ${text}`),
  );
  host.hidden = rows.length === 0;
  host.replaceChildren(...rows);
}
