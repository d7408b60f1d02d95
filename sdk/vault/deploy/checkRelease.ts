import { coreHookName, type Finding } from '../check/index.ts';
import { isTooOld, type Release } from '@nimbusvault/runtime/registry';

/** Checks that the running core has what a release needs: its hooks, and a compatible SDK. */
export function checkRelease(release: Release, core: Release | undefined): readonly Finding[] {
  if (!core || release.plugin === core.plugin) return [];
  return [...unknownHooks(release, core), ...unfitSdk(release, core)];
}

function unknownHooks({ hears, answers }: Release, { fires }: Release): readonly Finding[] {
  return [...hears, ...answers]
    .filter((type) => coreHookName.test(type) && !fires.includes(type))
    .map((type) => ({
      code: 'PLUGIN_HOOKS',
      severity: 'error',
      file: 'hooks.ts',
      message: `It handles ${type}, which core does not have`,
      fix: `Core has: ${fires.join(', ')}.`,
    }));
}

/** A plugin runs on the SDK version of core, or on the one before it. */
function unfitSdk({ sdk }: Release, core: Release): readonly Finding[] {
  const [major, minor] = numbersOf(sdk);
  const [coreMajor, coreMinor] = numbersOf(core.sdk);
  const fitsCore = major === coreMajor && (minor === coreMinor || minor === coreMinor - 1);
  if (fitsCore && !isTooOld({ sdk })) return [];
  const previous = { sdk: `${coreMajor}.${coreMinor - 1}` };
  const fits =
    coreMinor > 0 && !isTooOld(previous)
      ? `${coreMajor}.${coreMinor - 1} or ${coreMajor}.${coreMinor}`
      : `${coreMajor}.${coreMinor}`;
  return [
    {
      code: 'SDK_VERSION',
      severity: 'error',
      file: 'package.json',
      message: `It was written with SDK ${sdk}, and core runs on ${core.sdk}`,
      fix: `Install @nimbusvault/sdk ${fits}; docs/upgrading.md says what changes.`,
    },
  ];
}

function numbersOf(version: string): readonly [number, number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
