import type { PortName } from '../../statemachine/contract/function-row.ts';
import type { Ports } from './index.ts';

/** Which ports the grant of each name is for. What is only read is told apart by the grant, not by the types. */
interface Uses {
  records: 'records' | 'service';
  history: 'records' | 'service';
  listenerRead: 'listener';
  listener: 'listener';
  aliasesRead: 'versions';
  versionsRead: 'versions';
  versions: 'versions';
  invoker: 'invoker';
  versionInvoker: 'invoker';
  hooks: 'hooks';
  alarms: 'alarms';
  minutes: 'minutes';
  announcer: 'announcer' | 'service';
  meter: 'meter';
  executions: 'executions';
  preview: 'preview';
  concurrency: 'concurrency';
  concurrencyRemoval: 'concurrency';
  existing: 'existing';
  adoption: 'adoption';
}

/** The ports that a function has whose row names these; a handler that needs another does not compile. */
export type Granted<Port extends PortName | 'executions'> = Pick<Ports, 'clock' | Uses[Port]>;
