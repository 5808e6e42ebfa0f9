import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createCloud } from '../cloud.ts';
import { deployApp } from '../deploy-app.ts';
import { writeWhole } from '../disk-full.ts';
import { ownFolder } from '../own-folder.ts';
import { doubtLines } from '../doubts/told.ts';
import { parseOptions } from './options.ts';
import { aborted, runProgram } from './program.ts';

await runProgram(async (signal) => {
  const { app: appDir, out, stacks, stages, context, ...options } = parseOptions(process.argv.slice(2));
  process.stderr.write(doubtLines(options.doubts));
  const cloud = await createCloud({ ...options, outDir: out });
  let outDir: string | undefined;
  try {
    // The functions run from here; two programs at once must not share it.
    outDir = ownFolder(cloud.outDir, 'assembly');
    const outputs = await deployApp(cloud, { appDir, stacks, stages, context, outDir, signal });
    const file = join(out, 'outputs.json');
    writeWhole(file, `${JSON.stringify(outputs, null, 2)}\n`);
    const services = cloud.lattice.listeners.all().map(({ service }) => service.domainName);
    const lines = [
      `ready ${cloud.endpoint.url}`,
      `outputs ${file}`,
      ...services.map((host) => `service ${host}: curl -H 'Host: ${host}' ${cloud.traffic.url}/`),
    ];
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    await aborted(signal);
    return 0;
  } finally {
    await cloud.close();
    if (outDir !== undefined) rmSync(outDir, { recursive: true, force: true });
  }
});
