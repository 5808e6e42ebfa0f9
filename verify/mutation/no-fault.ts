/** Mutants that no test can notice, because what they do is no fault. */
export interface NoFault {
  readonly file: string;
  /** The code that is replaced, on one line. */
  readonly code: string;
  /** Each of what it is replaced by. */
  readonly instead: readonly string[];
  readonly why: string;
}

export const NO_FAULT: readonly NoFault[] = [
  {
    file: 'handlers/protocol/adoptable.ts',
    code: 'version === undefined',
    instead: ['false'],
    why: 'groups that pass the look before have a version; it is for the types',
  },
  {
    file: 'handlers/protocol/begin-pause.ts',
    code: 'occasion !== undefined',
    instead: ['true'],
    why: 'one that is undefined is taken for none',
  },
  {
    file: 'handlers/protocol/begin-pause.ts',
    code: '{ result: undefined }',
    instead: ['{}'],
    why: 'the same value',
  },
  {
    file: 'handlers/protocol/bring-back.ts',
    code: '{ result: undefined }',
    instead: ['{}'],
    why: 'the same value',
  },
  {
    file: 'handlers/protocol/close-rolled-back.ts',
    code: '{ result: undefined }',
    instead: ['{}'],
    why: 'the same value',
  },
  {
    file: 'handlers/protocol/claimable.ts',
    code: 'windowSeconds === undefined',
    instead: ['false'],
    why: 'no time is earlier than one that is not told',
  },
  {
    file: 'handlers/protocol/claimable.ts',
    code: 'weightsBackSeconds !== undefined',
    instead: ['true'],
    why: 'no time is earlier than one that is not told',
  },
  {
    file: 'handlers/protocol/lambda/compare-twice.ts',
    code: 'young.length === 0',
    instead: ['false'],
    why: 'without fresh minutes the same comparison comes out, later',
  },
  {
    file: 'handlers/protocol/record.ts',
    code: 'record.rollout?.id === id',
    instead: ['false'],
    why: 'the history has nothing of a rollout that is open; it saves a read',
  },
  {
    file: 'handlers/protocol/roll-back.ts',
    code: "current.kind === 'none'",
    instead: ['false'],
    why: 'such a trigger never settles; it is for the types',
  },
  {
    file: 'handlers/protocol/roll-back.ts',
    code: 'rescuer !== undefined',
    instead: ['true'],
    why: 'one that is undefined is taken for none',
  },
  {
    file: 'handlers/protocol/stand-by.ts',
    code: '[]',
    instead: ['["Stryker was here"]'],
    why: 'a text is no alarm of anybody',
  },
  {
    file: 'rollout/bake/verdict.ts',
    code: '[]',
    instead: ['["Stryker was here"]'],
    why: 'a text is no comparison: it condemns nothing and tells nothing',
  },
  {
    file: 'rollout/rollback/watchdog.ts',
    code: 'until !== undefined',
    instead: ['true'],
    why: 'no time is later than one that is not told',
  },
  {
    file: 'rollout/rollback/target.ts',
    code: "'id' in trigger",
    instead: ['true'],
    why: 'the others have no id, which is undefined as well',
  },
  {
    file: 'rollout/claim/without-data.ts',
    code: 'configuredAt?.toISOString',
    instead: ['configuredAt.toISOString'],
    why: 'only alarms that have the time come this far',
  },
];
