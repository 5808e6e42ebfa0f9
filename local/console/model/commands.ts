import { CONSOLE_HEADER } from './header.ts';

/** Something that a person can do on the page, as it is sent to the server. */
export type Control =
  | { readonly kind: 'publish'; readonly release: string }
  | { readonly kind: 'start'; readonly machineArn: string; readonly version?: string; readonly holdAt?: number }
  | {
      readonly kind: 'goOn';
      readonly machineArn: string;
      /** Wanted by whoever says more than go on. */
      readonly at?: number;
      readonly promote?: true;
      /** Who says so, and why: their own words. */
      readonly by?: string;
      readonly reason?: string;
    }
  | { readonly kind: 'pause'; readonly machineArn: string }
  | {
      readonly kind: 'revert';
      readonly machineArn: string;
      /** What `previous` keeps unless told. */
      readonly to?: string;
    }
  | { readonly kind: 'abort'; readonly executionArn: string; readonly cause?: string }
  | { readonly kind: 'rollBack'; readonly topicArn: string; readonly reason: string }
  | {
      readonly kind: 'setAlarm';
      readonly alarm: string;
      readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
      readonly reason: string;
    }
  | { readonly kind: 'speed'; readonly speed: number };

/** A call of the AWS API. */
export interface Call {
  /** As the AWS CLI names it. */
  readonly service: 'stepfunctions' | 'sns' | 'cloudwatch';
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
}

/** The one call of AWS that does it; undefined for what is no call: a deployment, or the clock of the local cloud. */
export function callOf(control: Control): Call | undefined {
  switch (control.kind) {
    case 'start': {
      const { version, holdAt } = control;
      return start(control.machineArn, {
        ...(version === undefined ? {} : { version }),
        ...(holdAt === undefined ? {} : { holdAt }),
      });
    }
    case 'goOn':
      return start(control.machineArn, { goOn: wordOf(control) });
    case 'pause':
      return start(control.machineArn, { pause: true });
    case 'revert':
      return start(control.machineArn, { revert: control.to === undefined ? true : { to: control.to } });
    case 'abort': {
      const { executionArn, cause } = control;
      return {
        service: 'stepfunctions',
        operation: 'StopExecution',
        input: { executionArn, ...(cause === undefined ? {} : { cause }) },
      };
    }
    case 'rollBack':
      return {
        service: 'sns',
        operation: 'Publish',
        input: { TopicArn: control.topicArn, Message: JSON.stringify({ reason: control.reason }) },
      };
    case 'setAlarm':
      return {
        service: 'cloudwatch',
        operation: 'SetAlarmState',
        input: { AlarmName: control.alarm, StateValue: control.state, StateReason: control.reason },
      };
    case 'publish':
    case 'speed':
      return undefined;
  }
}

/** A pause says by itself which weight is meant; a bake that ends meanwhile does not. */
function wordOf({ at, by, promote, reason }: Extract<Control, { kind: 'goOn' }>): object | string | true {
  const own = { ...(by !== undefined && { by }), ...(reason !== undefined && { reason }) };
  if (at !== undefined) return { at, ...(promote && { promote }), ...own };
  return promote ? 'promote' : true;
}

function start(stateMachineArn: string, input: object): Call {
  return {
    service: 'stepfunctions',
    operation: 'StartExecution',
    input: { stateMachineArn, input: JSON.stringify(input) },
  };
}

export interface CliEnvironment {
  readonly endpoint: string;
  readonly region: string;
  /** Address of the page. */
  readonly console: string;
}

/**
 * What does the same on this local cloud, in a shell that knows nothing: with endpoint, Region (under both names: the
 * AWS CLI's version 1 knows only the second) and keys. The AWS CLI's where AWS has it; what only the local cloud does
 * is asked of the page's server.
 */
export function shellCommand(control: Control, { endpoint, region, console }: CliEnvironment): string {
  const call = callOf(control);
  if (call === undefined) {
    const headers = [`${CONSOLE_HEADER}: 1`, 'content-type: application/json'].map((header) => `-H ${quoted(header)}`);
    return `curl -sS --fail-with-body ${headers.join(' ')} -d ${quoted(JSON.stringify(control))} ${console}/control`;
  }
  const { service, operation, input } = call;
  const options = Object.entries(input).map(([name, value]) => `--${kebab(name)} ${quoted(value)}`);
  const settings = [
    `AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    'AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local',
  ];
  return [...settings, `aws ${service} ${kebab(operation)}`, ...options].join(' ');
}

/** `stateMachineArn` is `state-machine-arn`, as the AWS CLI names its options. */
function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

/** For a POSIX shell: as it is where nothing in it means anything to a shell, otherwise in single quotes. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
