import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from './live-stage.ts';
import { type Program, startProgram } from './program.ts';

/** `npm run local` as a child process. */
export interface LocalCloud {
  readonly program: Program;
  /** The one line that it prints. */
  readonly line: string;
  readonly endpoint: string;
  /** `.local/outputs.json`, as it is. */
  readonly outputsFile: unknown;
  readonly outputs: Readonly<Record<string, string>>;
  /** Its process ids, the program's own first. */
  processes(): number[];
  close(): Promise<void>;
}

export async function startLocalCloud(...args: string[]): Promise<LocalCloud> {
  const folder = newFolder();
  const program = startProgram('local/cli/local.ts', args, folder.path);
  const close = async () => {
    program.child.kill('SIGKILL');
    await program.ended;
    folder.remove();
  };
  try {
    const line = await program.firstLine();
    const outputsFile = JSON.parse(readFileSync(join(folder.path, '.local', 'outputs.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const [outputs = {}] = Object.values(outputsFile);
    return {
      program,
      line,
      endpoint: line.replace('ready ', ''),
      outputsFile,
      outputs,
      processes: () => withChildren(program.child.pid ?? 0),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function withChildren(pid: number): number[] {
  return [pid, ...allProcesses().flatMap(({ child, parent }) => (parent === pid ? [child] : []))];
}

/** A process and all that it has started, they in turn included. */
export function familyOf(pid: number): readonly number[] {
  const rows = allProcesses();
  const family = [pid];
  for (const member of family) family.push(...rows.filter(({ parent }) => parent === member).map(({ child }) => child));
  return family;
}

/** Those that still run; what has ended and waits for its parent to notice does not. */
export function alive(pids: readonly number[]): number[] {
  return allProcesses().flatMap(({ child, state }) => (pids.includes(child) && !state.startsWith('Z') ? [child] : []));
}

function allProcesses(): { child: number; parent: number; state: string }[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [child, parent, state = ''] = line.trim().split(/\s+/);
    return { child: Number(child), parent: Number(parent), state };
  });
}
