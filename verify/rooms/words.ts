import type { Texts } from './arrows.ts';

/** A field or parameter that holds a sentence under another name; one that may be undefined comes from the contract. */
const OTHER_NAME = /\b(why|note|nothing|sentence|description)\??: string\b(?! \|)/;

/**
 * Every place in the rules and handlers that calls a sentence for people, or the part of one, something else than
 * `words`; docs/code.md lists the names.
 * @returns a sentence each, with the place
 */
export function wordFaults(texts: Texts): string[] {
  return [...texts].flatMap(([file, text]) =>
    /^(rollout|handlers)\/.*\.ts$/.test(file)
      ? text.split('\n').flatMap((line, i) => {
          const name = OTHER_NAME.exec(line)?.[1];
          return name === undefined || line.trim().startsWith('*')
            ? []
            : [`${file}:${i + 1} calls a sentence "${name}", not "words"`];
        })
      : [],
  );
}
