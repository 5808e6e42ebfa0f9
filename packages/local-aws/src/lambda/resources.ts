import type { Random } from '../core/random.ts';
import type { ResourceProvider } from '../core/resource.ts';
import { aliasProvider } from './resources/alias.ts';
import { eventInvokeConfigProvider } from './resources/event-invoke-config.ts';
import { functionProvider } from './resources/function.ts';
import { layerProvider } from './resources/layer.ts';
import { permissionProvider } from './resources/permission.ts';
import { versionProvider } from './resources/version.ts';
import type { CodeSource } from './code.ts';
import type { Functions } from './functions.ts';

export function lambdaResources(functions: Functions, code: CodeSource, random: Random): ResourceProvider[] {
  return [
    functionProvider(functions, code, random),
    layerProvider(functions, code, random),
    versionProvider(functions),
    aliasProvider(functions),
    permissionProvider(functions, random),
    eventInvokeConfigProvider(functions),
  ];
}
