import { describe, expect, it } from 'vitest';
import { OUTPUTS } from '../../statemachine/contract/outputs.ts';
import { synthesize } from './synthesized.ts';

const off = synthesize();
const on = synthesize({ canary: { preview: { value: 'for-testers' } } });
const GROUP = 'Canary/Preview/TargetGroup';
const ALIAS = 'Canary/Aliases/Preview';
const HANDLERS = ['Claim', 'Revert', 'RollBack', 'Watchdog'];

const functionsWith = (synth: typeof on, variable: string) =>
  Object.entries(synth.template.Resources).flatMap(([id, { Type, Properties }]) => {
    const environment = Properties['Environment'] as { readonly Variables?: object } | undefined;
    return Type === 'AWS::Lambda::Function' && variable in (environment?.Variables ?? {}) ? [id] : [];
  });

const versionAt = (canary: object) => synthesize({ canary }).properties(ALIAS)['FunctionVersion'];

describe('a preview', () => {
  it('is not there unless asked for: two target groups, three aliases, no rule, and no handler that knows', () => {
    expect(off.all('AWS::VpcLattice::TargetGroup')).toHaveLength(2);
    expect(off.all('AWS::Lambda::Alias')).toHaveLength(3);
    expect(off.all('AWS::VpcLattice::Rule')).toEqual([]);
    expect(functionsWith(off, 'PREVIEW_ALIAS')).toEqual([]);
    expect(JSON.stringify(off.template)).not.toMatch(/preview/i);
  });

  it('adds an alias, its target group with a permission, a rule and an output, and nothing else', () => {
    const [before, after] = [off, on].map(({ template }) => Object.keys(template.Resources));
    const added = (after ?? []).filter((id) => !(before ?? []).includes(id));
    expect(added.map((id) => on.template.Resources[id]?.Type ?? '').toSorted()).toEqual([
      'AWS::Lambda::Alias',
      'AWS::Lambda::Permission',
      'AWS::VpcLattice::Rule',
      'AWS::VpcLattice::TargetGroup',
    ]);
    expect((before ?? []).filter((id) => !(after ?? []).includes(id))).toEqual([]);
    expect(on.template.Outputs?.['PreviewHeader']).toEqual({
      Value: 'x-canary-preview: for-testers',
      Description: OUTPUTS.PreviewHeader,
    });
  });

  it('changes no state of the machine, and no resource but the four functions that move it', () => {
    const changed = Object.entries(off.template.Resources).flatMap(([id, resource]) =>
      JSON.stringify(resource) === JSON.stringify(on.template.Resources[id]) ? [] : [id],
    );
    expect(changed.toSorted()).toEqual(functionsWith(on, 'PREVIEW_ALIAS').toSorted());
    for (const name of HANDLERS) expect(changed.join(' ')).toMatch(new RegExp(`CanaryHandlers${name}`));
    expect(changed).toHaveLength(HANDLERS.length);
  });

  it('is met by one header, whose case does not count, before the default action', () => {
    expect(on.properties('Canary/Preview/Rule')).toMatchObject({
      ServiceIdentifier: on.att('Canary/Lattice/Service', 'Id'),
      ListenerIdentifier: on.att('Canary/Lattice/Listener', 'Id'),
      Priority: 10,
      Match: {
        HttpMatch: {
          HeaderMatches: [{ Name: 'x-canary-preview', Match: { Exact: 'for-testers' }, CaseSensitive: false }],
        },
      },
      Action: { Forward: { TargetGroups: [{ TargetGroupIdentifier: on.att(GROUP, 'Id'), Weight: 100 }] } },
    });
  });

  it('has a target group of its own, which alone may invoke its alias', () => {
    expect(on.properties(GROUP)).toMatchObject({
      Type: 'LAMBDA',
      Config: { LambdaEventStructureVersion: 'V2' },
      Targets: [{ Id: on.ref(ALIAS) }],
    });
    expect(on.properties(`${ALIAS}/TargetGroup`)).toMatchObject({
      FunctionName: on.ref(ALIAS),
      SourceArn: on.arn(GROUP),
    });
  });

  it('is looked at by no alarm and stands in no argument of a state: what testers meet is in no verdict', () => {
    const ofPreview = [on.ref(GROUP), on.ref(ALIAS), on.att(GROUP, 'Id')].map((each) => JSON.stringify(each));
    const watching = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::StepFunctions::StateMachine'];
    for (const type of watching)
      for (const resource of on.all(type)) {
        const text = JSON.stringify(resource);
        expect(ofPreview.filter((each) => text.includes(each))).toEqual([]);
        expect(text).not.toMatch(/:preview|Preview/);
      }
  });

  it('is created at the version of the other aliases, or at its own', () => {
    expect(versionAt({ initialVersion: '7', preview: { value: 'a' } })).toBe('7');
    expect(versionAt({ preview: { value: 'a', initialVersion: '42' } })).toBe('42');
  });

  it.each([
    [{}, 'canary.preview.value: got nothing'],
    [{ value: '' }, 'canary.preview.value: got ""; expected a literal of 1 to 128 visible ASCII characters'],
    [{ value: 'two words' }, 'canary.preview.value: got "two words"'],
    [{ value: 'a', header: 'x canary' }, 'canary.preview.header: got "x canary"; expected the name of a header'],
    [{ value: 'a', header: 'x'.repeat(41) }, 'canary.preview.header'],
    [{ value: 'a', path: '/' }, 'no such setting: path'],
  ])('rejects %j', (preview, message) => {
    expect(() => synthesize({ canary: { preview } })).toThrow(message);
  });
});
