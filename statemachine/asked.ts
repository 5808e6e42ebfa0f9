import { jsonata } from './jsonata.ts';

/** Characters of an input that are passed on as they are: with four bytes each they are well within 256 KiB. */
const LONGEST_INPUT = 50_000;
/** Of each text that a longer one is cut down to; the handler keeps less of a reason. */
const LONGEST_TEXT = 2_000;

const TEXTS_OF_DETAIL = ['executionArn', 'status', 'error', 'cause', 'alarmName'] as const;
const TEXTS_OF_STATE = ['value', 'reason', 'timestamp'] as const;

const cut = (path: string) => `$type(${path}) = 'string' ? $substring(${path}, 0, ${LONGEST_TEXT})`;
const texts = (names: readonly string[], path: string) => names.map((name) => `'${name}': ${cut(`${path}.${name}`)}`);

const EVENT =
  `{'source': ${cut('$asked.event.source')}, 'detail': {` +
  [
    ...texts(TEXTS_OF_DETAIL, '$asked.event.detail'),
    `'state': {${texts(TEXTS_OF_STATE, '$asked.event.detail.state').join(', ')}}`,
  ].join(', ') +
  '}}';

/**
 * The input of an execution that asks for a rollback, as `Roll back` gets it. An input may have 256 KiB, and so may a
 * variable or a task's arguments, which hold more than the input: one that is nearly as large would end the execution
 * where nothing catches it, and nobody would roll back. So a long one is cut down to what the handler reads. Total, as
 * everything in a Choice has to be: what is no text is left out, and the handler refuses what is left by name.
 */
export const ASKED_INPUT = jsonata(
  `($asked := $states.input.rollback; $length($string($states.input)) <= ${LONGEST_INPUT} ? $states.input : ` +
    `{'rollback': $exists($asked.event) ? {'event': ${EVENT}} : {'reason': ${cut('$asked.reason')}}})`,
);
