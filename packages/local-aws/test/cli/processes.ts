import { execFileSync } from 'node:child_process';

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

/** A process and all that it has started, they in turn included. */
export function familyOf(pid: number): readonly number[] {
  const rows = all();
  const family = [pid];
  for (const member of family) family.push(...rows.filter(({ parent }) => parent === member).map((row) => row.pid));
  return family;
}

/** Those that still run; what has ended and waits for its parent to notice does not. */
export function alive(pids: readonly number[]): readonly number[] {
  return all()
    .filter(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z'))
    .map(({ pid }) => pid);
}

function all(): readonly Row[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state };
  });
}
