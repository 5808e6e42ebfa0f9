import { FAULT_CLASSES } from './classes/index.ts';
import { conduct } from './conduct.ts';
import { judgeRun } from './judge.ts';
import { timeline } from './trace.ts';
const [, , only, idx] = process.argv;
for (const c of FAULT_CLASSES) {
  if (only && !c.name.includes(only)) continue;
  const cases = await c.cases(); const bad: string[] = []; let worst = 0, br = 0; let worstCase = '';
  const t = process.cpuUsage(); let n=0;
  for (let i = 0; i < cases.length; i += idx ? 1 : Number(process.env['EVERY'] ?? 1)) {
    if (idx && i !== Number(idx)) continue;
    n++;
    const one = cases[i]!;
    try {
    const r = await conduct(one, { seed: 1 + i }); const j = judgeRun(r);
    if (j.violations.length) bad.push(`${i} ${one.about}: ${j.violations.map((v) => v.invariant + ' ' + v.message).join(' | ').replaceAll('arn:aws:states:eu-west-1:111111111111:execution:rollout:','')}`);
    if ((j.secondsToSafety ?? 0) > worst) { worst = j.secondsToSafety!; worstCase = i + ' ' + one.about; } br = Math.max(br, j.badRequests);
    if (idx) console.log(timeline(r.simulation.trace, r.start), JSON.stringify(one));
    } catch (e) { bad.push(`${i} ${one.about}: THROWS ${(e as Error).stack}`); }
  }
  const u = process.cpuUsage(t);
  console.log(`${c.name}: ${n}/${cases.length}, ${bad.length} bad, worst ${worst} s (${worstCase}), ${br} bad requests, ${((u.user + u.system) / 1e6).toFixed(1)} s`);
  console.log(bad.slice(0, Number(process.env['SHOW'] ?? 4)).map((b) => '    ' + b).join('\n'));
}
