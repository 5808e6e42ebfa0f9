// What `cdk synth` would write, without the CDK: machines whose expressions do not end, and one whose does.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EXPRESSIONS = {
  'regular-expression': '$contains($states.input, /^(a+)+$/)',
  recursion: '($f := function($n) { $f($n + 1) }; $f(0))',
  filter: '[1, 2][$ > 1]',
};

const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
};

const machine = (name, expression) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    StateMachineName: name,
    RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
    DefinitionString: JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Think',
      States: { Think: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } },
    }),
  },
});

const machines = Object.entries(EXPRESSIONS).map(([name, text], i) => [`Machine${i}`, machine(name, text)]);
const outDir = process.env.CDK_OUTDIR ?? 'cdk.out';
const write = (name, content) => writeFileSync(join(outDir, name), JSON.stringify(content));
mkdirSync(outDir, { recursive: true });
write('manifest.json', {
  artifacts: { Busy: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Busy.template.json' } } },
});
write('Busy.template.json', { Resources: { Role: role, ...Object.fromEntries(machines) } });
write('Busy.assets.json', { files: {} });
