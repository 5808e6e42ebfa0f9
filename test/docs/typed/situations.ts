import { type Block, blocksOf, typedPages } from './blocks.ts';
import { typedOf } from './elsewhere.ts';

/**
 * What a block is about: a service `at rest`, a release that is `held` at its first weight, or one that was `promoted`.
 * Anything will do for what only looks.
 */
export type Situation = 'at rest' | 'held' | 'promoted' | 'any';

interface Row {
  /** How the first command begins that is typed. */
  readonly begins: string;
  readonly page: string;
  /** Of the block, or of each of its commands where one of them is typed, and not all. */
  readonly needs?: Situation | readonly Situation[];
  /** Goes on in the shell of the block before it. */
  readonly goesOn?: true;
  /** What the page has people set by hand. */
  readonly env?: Readonly<Record<string, string>>;
}

const RUNBOOK = 'RUNBOOK.md';
const OPERATIONS = 'docs/operations.md';

/** Blocks that need another situation than a service at rest. */
const ROWS: readonly Row[] = [
  { page: 'README.md', begins: 'npm run canary', needs: ['at rest', 'held', 'at rest'] },
  { page: RUNBOOK, begins: 'aws sns publish', needs: 'held' },
  { page: RUNBOOK, begins: 'STACK=', needs: 'any' },
  { page: RUNBOOK, begins: 'aws vpc-lattice get-listener', needs: 'held' },
  { page: RUNBOOK, begins: 'for alias in', needs: 'any' },
  {
    page: RUNBOOK,
    begins: 'aws dynamodb get-item --table-name $(out RecordTableName) --key "$KEY" --query',
    needs: 'any',
  },
  {
    page: RUNBOOK,
    begins: 'aws stepfunctions start-execution --state-machine-arn $(out StateMachineArn) --input \'{"revert"',
    needs: 'promoted',
  },
  { page: RUNBOOK, begins: 'aws --endpoint-url $AWS_ENDPOINT_URL sqs', needs: 'any' },
  { page: RUNBOOK, begins: 'aws lambda list-versions', needs: 'any' },
  { page: RUNBOOK, begins: 'aws dynamodb query', needs: 'any' },
  { page: RUNBOOK, begins: 'aws stepfunctions stop-execution', needs: 'held' },
  { page: RUNBOOK, begins: 'ROLLOUT=', needs: 'held', env: { PREVIOUS: '1' } },
  { page: RUNBOOK, begins: 'aws vpc-lattice update-listener', goesOn: true },
  { page: RUNBOOK, begins: 'aws lambda get-function-configuration', goesOn: true },
  { page: RUNBOOK, begins: 'aws dynamodb update-item', goesOn: true },
  { page: RUNBOOK, begins: 'date -u', needs: 'held' },
  { page: RUNBOOK, begins: 'aws cloudwatch describe-alarms --alarm-names', needs: 'any' },
  {
    page: OPERATIONS,
    begins: 'aws stepfunctions start-execution --state-machine-arn $StateMachineArn --input \'{"goOn"',
    needs: 'held',
  },
  { page: OPERATIONS, begins: 'npm run canary -- pause', needs: ['held', 'held', 'held', 'held'] },
  { page: OPERATIONS, begins: 'set -eu', env: { POLL_SECONDS: '0.5' } },
  { page: 'docs/releasing.md', begins: 'aws stepfunctions stop-execution', needs: 'held' },
  { page: 'docs/security.md', begins: 'fill() {', needs: 'any' },
];

/** What is typed into one shell. */
export interface Typed extends Block {
  readonly needs: Situation;
  readonly env: Readonly<Record<string, string>>;
}

const rowOf = ({ page, commands: [first = ''] }: Block) =>
  ROWS.find((row) => row.page === page && first.startsWith(row.begins));

/** Every block that has anything to type here: what runs elsewhere is left out. */
function blocksHere(): readonly Block[] {
  return typedPages()
    .flatMap(blocksOf)
    .map((block) => ({ ...block, commands: typedOf(block.commands) }))
    .filter(({ commands }) => commands.length > 0);
}

/** What is typed into one shell after the other. */
export function typed(): readonly Typed[] {
  const shells: Typed[] = [];
  for (const block of blocksHere()) {
    const { goesOn, needs = 'at rest', env = {} } = rowOf(block) ?? {};
    const before = goesOn === true ? shells.pop() : undefined;
    if (before !== undefined) shells.push({ ...before, commands: [...before.commands, ...block.commands] });
    else if (typeof needs === 'string') shells.push({ ...block, needs, env });
    else
      shells.push(
        ...block.commands.map((command, i) => ({ ...block, commands: [command], needs: needs[i] ?? 'at rest', env })),
      );
  }
  return shells;
}

/** Rows of no block, for a page that has changed. */
export function idleRows(): readonly string[] {
  const rows = new Set(blocksHere().map(rowOf));
  return ROWS.filter((row) => !rows.has(row)).map(({ page, begins }) => `${page}: ${begins}`);
}
