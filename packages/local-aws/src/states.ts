export { compileDefinition } from './states/definition.ts';
export { type Execution, type Transition } from './states/execution.ts';
export { type Template, evaluate } from './states/expressions.ts';
export { type Definition, type Effects, type State, type TaskState } from './states/model.ts';
export { matches } from './states/retry.ts';
export { Scope } from './states/scope.ts';
export { StateMachines, type StoredMachine } from './states/state-machines.ts';
export { TaskError } from './states/tasks.ts';
