import type {
  Cloud,
  Execution,
  LiveAlarm,
  ProvisionedSeen,
  Reports,
  Rule,
  ServicePorts,
  Stack,
  TemplateResource,
  Topic,
  Traffic,
} from '../../../cli/ports.ts';
import type { CertifyPorts } from '../../../cli/certify/ports.ts';
import type { AliasVersions } from '../../../cli/prune/decide.ts';
import type { Definition } from '../../../cli/story/definition.ts';
import type { Asked } from '../../../handlers/ports/aws/cloudwatch-sums.ts';
import type { Minutes } from '../../../handlers/ports/lambda.ts';
import type { HistoryEvent } from '../../../cli/story/history-event.ts';
import type { ClosedRollout, OpenRollout, RolloutRecord } from '../../../rollout/record/record.ts';
import type { ComparedMinute, SideMinute } from '../../../rollout/lambda/minutes.ts';
import { AT_REST, type Weights } from '../../../rollout/weights.ts';
import type { OutputName } from '../../../statemachine/contract/outputs.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { FakeCertifier } from './fake-certifier.ts';

export const START = Date.UTC(2026, 0, 5, 9, 0, 0);
export const MACHINE = 'arn:aws:states:eu-west-1:111111111111:stateMachine:Rollout';
export const executionArn = (name: string): string => `arn:aws:states:eu-west-1:111111111111:execution:Rollout:${name}`;

/** The outputs of one service that commands read. */
export function outputsOf(prefix = '', name = 'Shop'): Record<string, string> {
  const outputs: Partial<Record<OutputName, string>> = {
    ServiceName: name,
    FunctionName: `${name}-fn`,
    RecordTableName: `${name}-table`,
    StateMachineArn: MACHINE,
    RollbackTopicArn: 'arn:aws:sns:eu-west-1:111111111111:Rollback',
    ProductionAliasArn: `arn:aws:lambda:eu-west-1:111111111111:function:${name}-fn:production`,
    ServiceId: 'svc-1',
    ServiceDNS: 'shop.vpc-lattice-svcs.eu-west-1.on.aws',
    ListenerId: 'listener-1',
    ProductionTargetGroupId: 'tg-production',
    CanaryTargetGroupId: 'tg-canary',
    CanaryVersion: '2',
    ConsoleUrl: 'https://console/machines/Rollout',
  };
  return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [`${prefix}${key}`, value]));
}

/** What a machine of the default plan does. Its alarms: canary-errors, canary-duration, production-errors. */
export const definition = definitionOf(DEFAULT_PLAN) as unknown as Definition;
const WATCHING = [
  'canary-errors',
  'canary-duration',
  'production-errors',
  'rollback-undelivered-Shop',
  'watchdog-errors-Shop',
];

export function alarm(name: string, change: Partial<LiveAlarm> = {}): LiveAlarm {
  return {
    name,
    state: 'OK',
    reason: '',
    since: new Date(START - 3_600_000),
    actionsEnabled: true,
    actions: [],
    properties: { AlarmName: name, Threshold: 5 },
    ...change,
  };
}

export const open: OpenRollout = {
  id: executionArn('e1'),
  phase: 'advancing',
  version: '2',
  previousVersion: '1',
  claimedAt: new Date(START).toISOString(),
  confirmedWeight: 10,
  intendedWeight: 10,
  productionMoved: false,
};

export const promoted: ClosedRollout = {
  id: executionArn('e1'),
  outcome: 'promoted',
  version: '2',
  previousVersion: '1',
  claimedAt: new Date(START).toISOString(),
  closedAt: new Date(START + 2_100_000).toISOString(),
};
export const rolledBack: ClosedRollout = {
  ...promoted,
  outcome: 'rolled back',
  error: 'CanaryRolledBack',
  reason: 'checkout is slow',
};

/**
 * A service at rest with version 2 waiting, in memory. Fields may be changed at any time; `fail` makes a call throw.
 */
export class FakeCloud implements Cloud {
  nowAt = START;
  found: Stack[] = [{ name: 'ShopStack', status: 'UPDATE_COMPLETE', outputs: outputsOf() }];
  resources: Record<string, TemplateResource> = {};
  weights: Weights = AT_REST;
  definition = definition;
  record: RolloutRecord = { revision: 1 };
  readonly closed = new Map<string, ClosedRollout>();
  readonly executions = new Map<string, Execution>();
  readonly histories = new Map<string, HistoryEvent[]>();
  live: LiveAlarm[] = WATCHING.map((name) => alarm(name));
  published = ['1', '2'];
  unpublished: readonly string[] = [];
  aliases: AliasVersions[] = [
    { name: 'canary', versions: ['1'] },
    { name: 'previous', versions: ['1'] },
    { name: 'production', versions: ['1'] },
  ];
  traffic: Traffic = { production: [], canary: [] };
  /** Of production. */
  minutes: readonly SideMinute[] = [];
  /** What both sides did, by what is asked of whom. */
  compared: (asking: Parameters<Minutes['read']>, asked: Asked | undefined) => readonly ComparedMinute[] = () => [];
  reports: Reports = { invocations: true, answers: true };
  logDestinations: string[] = [];
  concurrency: ProvisionedSeen[] = [];
  targets: Record<string, string[]> = {
    'tg-production': ['arn:aws:lambda:eu-west-1:111111111111:function:Shop-fn:production'],
    'tg-canary': ['arn:aws:lambda:eu-west-1:111111111111:function:Shop-fn:canary'],
  };
  rules: Rule[] = [
    {
      name: 'ShopStack-Alarm',
      enabled: true,
      targets: [MACHINE],
      pattern: {
        source: ['aws.cloudwatch'],
        resources: ['canary-errors', 'canary-duration'].map(
          (name) => `arn:aws:cloudwatch:eu-west-1:111111111111:alarm:${name}`,
        ),
      },
    },
    { name: 'ShopStack-Dead', enabled: true, targets: [MACHINE], pattern: { source: ['aws.states'] } },
    {
      name: 'ShopStack-Watchdog',
      enabled: true,
      targets: ['arn:aws:lambda:eu-west-1:111111111111:function:watchdog'],
      schedule: 'rate(1 minute)',
    },
  ];
  topic: Topic = {
    policy: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish' }],
    },
    lambdaEndpoints: ['arn:aws:lambda:eu-west-1:111111111111:function:roll-back'],
  };
  /** Everything that was asked to change something, in order. */
  readonly asked: unknown[] = [];
  /** By the name of a call: what it throws, as often as it is called. */
  readonly fail = new Map<string, Error>();
  closedDown = false;
  private started = 0;

  readonly stacks: Cloud['stacks'] = {
    find: async (name) => this.call('stacks.find', () => this.found.find((stack) => stack.name === name)),
    all: async () => this.call('stacks.all', () => this.found),
    template: async () => this.call('stacks.template', () => this.resources),
  };

  of(): ServicePorts {
    const call = <T>(name: string, answer: () => T): T => this.call(name, answer);
    const start = async (input: object) =>
      call('start', () => {
        this.asked.push({ start: input });
        this.started += 1;
        const arn = executionArn(`started-${this.started}`);
        if (!this.executions.has(arn)) this.runs(arn, input);
        return arn;
      });
    return {
      machine: {
        start,
        answer: async (input) => call('answer', () => start(input)),
        stop: async (arn, cause) => call('stop', () => void this.asked.push({ stop: arn, cause })),
        describe: async (arn) => call('describe', () => this.executions.get(arn)),
        list: async (most, status) =>
          call('list', () =>
            [...this.executions.values()]
              .filter((each) => status === undefined || each.status === status)
              .slice(0, most),
          ),
        history: async (arn, after) =>
          call('history', () => (this.histories.get(arn) ?? []).filter(({ id }) => id > after)),
        definition: async () => call('definition', () => this.definition),
        definitionOf: async () => call('definition', () => this.definition),
      },
      listener: { read: async () => call('listener', () => this.weights) },
      records: {
        read: async () => call('record', () => this.record),
        history: async (id) => call('closed', () => this.closed.get(id)),
        past: async () => call('past', () => ({ closed: [...this.closed.values()], unreadable: 0 })),
      },
      versions: {
        versions: async () => call('versions', () => this.published),
        aliases: async () => call('aliases', () => this.aliases),
        unpublished: async (version) =>
          call('unpublished', () => (this.published.includes(version) ? this.unpublished : undefined)),
        delete: async (version) => call('delete', () => (this.asked.push({ delete: version }), 'deleted' as const)),
      },
      alarms: { read: async (names) => call('alarms', () => this.live.filter(({ name }) => names.includes(name))) },
      traffic: {
        read: async () => call('traffic', () => this.traffic),
        reports: async () => call('reports', () => this.reports),
      },
      minutes: (_, asked) => ({
        sums: async () => call('minutes', () => this.minutes),
        read: async (...asking) => call('compared', () => this.compared(asking, asked)),
      }),
      rollbackTopic: {
        publish: async (reason) => call('publish', () => void this.asked.push({ publish: reason })),
        look: async () => call('topic', () => this.topic),
      },
      rules: { read: async () => call('rules', () => this.rules) },
      concurrency: { list: async () => call('concurrency', () => this.concurrency) },
      accessLogs: { destinations: async () => call('accessLogs', () => this.logDestinations) },
      targetGroups: { targets: async (id) => call('targets', () => this.targets[id] ?? []) },
    };
  }

  /** What `certify` asks; the sample, unless a test says otherwise. */
  readonly certifying = new FakeCertifier(this);

  certifier(): CertifyPorts {
    return this.certifying;
  }

  now(): Date {
    return new Date(this.nowAt);
  }

  close(): void {
    this.closedDown = true;
  }

  runs(arn: string, input: unknown = {}, change: Partial<Execution> = {}): void {
    this.executions.set(arn, { arn, status: 'RUNNING', startedAt: new Date(START), input, ...change });
  }

  ends(arn: string, status: Execution['status'], change: Partial<Execution> = {}): void {
    this.runs(arn, this.executions.get(arn)?.input, { status, stoppedAt: new Date(this.nowAt), ...change });
  }

  /** Adds events to a history, with ids that go on from the last. */
  tell(arn: string, ...events: readonly Omit<HistoryEvent, 'id' | 'at'>[]): void {
    const history = this.histories.get(arn) ?? [];
    for (const event of events) history.push({ id: history.length + 1, at: this.nowAt, ...event });
    this.histories.set(arn, history);
  }

  private call<T>(name: string, answer: () => T): T {
    const error = this.fail.get(name);
    if (error !== undefined) throw error;
    return answer();
  }
}
