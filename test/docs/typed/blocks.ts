import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readText } from '../pages.ts';

/** What a page has people type, between two fences. */
export interface Block {
  readonly page: string;
  /** Of its first fence, counted from 1. */
  readonly line: number;
  /** Commands, one after the other; what stands on several lines is one. Lines of comments are none. */
  readonly commands: readonly string[];
}

const FENCED = /^( *)```(sh|bash|shell|console)\n([\s\S]*?)^ *```$/gm;

/** Every page that people read. */
export function typedPages(): readonly string[] {
  const docs = readdirSync(new URL('../../../docs', import.meta.url)).filter((name) => name.endsWith('.md'));
  return ['README.md', 'RUNBOOK.md', ...docs.map((name) => `docs/${name}`)];
}

export function blocksOf(page: string): readonly Block[] {
  const markdown = readText(page);
  return [...markdown.matchAll(FENCED)].map(({ index, 1: indent = '', 2: kind, 3: text = '' }) => {
    const lines = text.trimEnd().split('\n');
    const typed = lines.map((line) => line.slice(indent.length));
    // What a program answered stands below what was typed.
    const prompted = typed.flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []));
    return {
      page,
      line: markdown.slice(0, index).split('\n').length,
      commands: commandsOf((kind === 'console' ? prompted : typed).map(filled)),
    };
  });
}

/** Placeholders, by what fills each in a shell. The shell has the stack's outputs by their names. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  StateMachineArn: '$StateMachineArn',
  RollbackTopicArn: '$RollbackTopicArn',
  executionArn: '$(newest)',
  'the executionArn that start-execution printed': '$(newest)',
};

/** Values that pages give as examples, by those that the service has which is asked. */
const EXAMPLES: readonly (readonly [text: string, here: string])[] = [
  ['{"version":"7"', '{"version":"2"'],
  ['--at 30', '--at 10'],
  ['--function-version 5', '--function-version 1'],
  ['http://127.0.0.1:4566', '$ENDPOINT'],
  // For what happens meanwhile, where time goes faster.
  ['sleep 30', 'sleep 0.5'],
  // As docs/local.md says of version 1 of the CLI; version 2 takes it too.
  ['aws sqs', 'aws --endpoint-url $AWS_ENDPOINT_URL sqs'],
];

function filled(text: string): string {
  const known = text.replaceAll(/<([^<>\n|]+)>/g, (all, name: string) => PLACEHOLDERS[name] ?? all);
  return EXAMPLES.reduce((sofar, [example, here]) => sofar.replaceAll(example, here), known);
}

/** As a shell reads them: up to where what was begun is whole. @throws Error when it never is */
function commandsOf(lines: readonly string[]): readonly string[] {
  const commands: string[] = [];
  let begun: string[] = [];
  for (const line of lines) {
    if (begun.length === 0 && /^\s*(#|$)/.test(line)) continue;
    begun.push(line);
    const sofar = begun.join('\n');
    if (line.endsWith('\\') || spawnSync('bash', ['-n'], { input: sofar }).status !== 0) continue;
    commands.push(sofar);
    begun = [];
  }
  if (begun.length > 0) throw new Error(`no shell can read ${begun.join('\n')}`);
  return commands;
}
