import { IN_LIST, LEFT_OUT, NO_TIME, type NoFault, SAME, inFile } from './mutant.ts';

/** Of `handlers/`. */
export const IN_HANDLERS: readonly NoFault[] = [
  ...inFile('handlers/protocol/adoptable.ts', [
    'version === undefined',
    'false',
    'groups that pass the look before have a version; it is for the types',
  ]),
  ...inFile(
    'handlers/protocol/begin-pause.ts',
    ['occasion !== undefined', 'true', LEFT_OUT],
    ['{ result: undefined }', '{}', SAME],
  ),
  ...inFile('handlers/protocol/bring-back.ts', ['{ result: undefined }', '{}', SAME]),
  ...inFile(
    'handlers/protocol/claimable.ts',
    ['windowSeconds === undefined', 'false', NO_TIME],
    ['weightsBackSeconds !== undefined', 'true', NO_TIME],
  ),
  ...inFile('handlers/protocol/close-rolled-back.ts', ['{ result: undefined }', '{}', SAME]),
  ...inFile('handlers/protocol/lambda/compare-twice.ts', [
    'young.length === 0',
    'false',
    'without fresh minutes the same comparison comes out, later',
  ]),
  ...inFile('handlers/protocol/record.ts', [
    'record.rollout?.id === id',
    'false',
    'the history has nothing of a rollout that is open; it saves a read',
  ]),
  ...inFile(
    'handlers/protocol/roll-back.ts',
    ["current.kind === 'none'", 'false', 'such a trigger never settles; it is for the types'],
    ['rescuer !== undefined', 'true', LEFT_OUT],
  ),
  ...inFile('handlers/protocol/stand-by.ts', ['[]', IN_LIST, 'a text is no alarm of anybody']),
];
