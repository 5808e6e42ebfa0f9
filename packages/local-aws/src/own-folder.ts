import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { wallClock } from './core/clock.ts';
import { writing } from './disk-full.ts';

/** Process ids say nothing on another machine, or in another container, that shares the folder. */
const HOST = hostname().replaceAll(/[^\w.-]/g, '_');

/** kind-pid-host-random; before there was a host in the name, assemblies-pid. */
const OWN = /^(?:assembly|assemblies|code|objects|worker)-(\d+)-(.+)-\w{6}$|^assemblies-(\d+)$/;

/**
 * Makes a folder that belongs to this process alone, in one that several may use at once. Whoever makes it removes it;
 * where the process is killed before, {@link removeLeftovers} does.
 * @throws DiskFull
 */
export function ownFolder(outDir: string, kind: 'assembly' | 'assemblies' | 'code' | 'objects' | 'worker'): string {
  const prefix = join(outDir, `${kind}-${process.pid}-${HOST}-`);
  return writing(outDir, () => mkdtempSync(prefix));
}

/** Removes what {@link ownFolder} made for processes of this machine that run no more. */
export function removeLeftovers(outDir: string): void {
  for (const name of readdirSync(outDir)) {
    const [, own, host = HOST, before] = OWN.exec(name) ?? [];
    const pid = own ?? before;
    if (pid === undefined || host !== HOST) continue;
    const folder = join(outDir, name);
    try {
      if (!isUsed(folder, Number(pid))) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another start is removing it too, or it belongs to another user: a leftover stops nobody from starting.
    }
  }
}

function isUsed(folder: string, pid: number): boolean {
  // In a container the next process often gets the same id: what is older than this one is another's.
  if (pid === process.pid) return statSync(folder).mtimeMs >= wallClock.now() - process.uptime() * 1000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
