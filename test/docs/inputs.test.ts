import { expect, it } from 'vitest';
import { INPUTS } from '../../statemachine/contract/inputs.ts';
import { readText } from './pages.ts';

it.each(INPUTS)('the runbook has the input %s', (text) => {
  expect(readText('RUNBOOK.md')).toContain(`\`${text}\``);
});
