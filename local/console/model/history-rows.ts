import { detailsOf, historyEvent } from '../../../cli/story/history-event.ts';
import { parseJson, textIn } from '../../../statemachine/contract/json-text.ts';
import type { EventView } from './protocol.ts';

/** An event of a history, with the state in which it happened and what a person looks for first. */
export interface HistoryRow {
  readonly event: EventView;
  readonly state: string;
  readonly text: string;
}

/** @param filter words that a row must have, all of them. @returns the newest first */
export function historyRows(events: readonly EventView[], filter: string): readonly HistoryRow[] {
  let state = '';
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = events.map((event): HistoryRow => {
    state = historyEvent(event).state ?? state;
    return { event, state, text: summaryOf(event) };
  });
  return rows
    .filter((row) => words.every((word) => `${row.event.type} ${row.state} ${row.text}`.toLowerCase().includes(word)))
    .toReversed();
}

/** The sentence that a handler wrote, an error, or the data itself. */
function summaryOf(event: EventView): string {
  const { error, cause, output, input, parameters } = detailsOf(event);
  if (typeof error === 'string') return `${error}: ${typeof cause === 'string' ? cause : ''}`;
  const called =
    typeof parameters === 'string' ? /"FunctionName":"[^"]*function:([^"]+)"/.exec(parameters)?.[1] : undefined;
  if (called !== undefined) return `invokes ${called}`;
  const data = [output, parameters, input].find((value): value is string => typeof value === 'string') ?? '';
  return messageIn(parseJson(data)) ?? data;
}

/** A handler's answer, or what Lambda wraps around it. */
function messageIn(answer: unknown): string | undefined {
  return textIn(answer, 'message') ?? textIn((answer as { Payload?: unknown } | null | undefined)?.Payload, 'message');
}
