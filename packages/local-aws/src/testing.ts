export { until, yes } from './core/until.ts';
export { accessOf } from './testing/access.ts';
export { type CloudWatchWorld, cloudWatchWorld, ERRORS as ERRORS_ALARM } from './testing/alarms.ts';
export { clientSettings, testCloud, type TestCloudOptions, type VirtualTestCloudOptions } from './testing/cloud.ts';
export { type OnEnd } from './testing/folder.ts';
export { configuration, type LambdaWorld, lambdaWorld, type LambdaWorldOptions } from './testing/functions.ts';
export { latticeWorld } from './testing/lattice.ts';
export { statesWorld } from './testing/machines.ts';
export { shapeFaults, type Reading } from './testing/shape-faults.ts';
