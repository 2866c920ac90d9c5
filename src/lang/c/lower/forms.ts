/** What pointers, and unions of them, become that need not be C's: streams, links, variants, slices, texts. Each is decided for a whole program, by rewriting its IR. */
import type { Builder, Program } from "../../../ir/index.ts";
import { withTextAsChars } from "./byte-pointers.ts";
import { typeComparators } from "./comparators.ts";
import { withCountedLoops } from "./counted-loops.ts";
import { keepFiles } from "./files.ts";
import { findPlaces } from "./finders.ts";
import { withoutFirstValues } from "./first-values.ts";
import { linkObjects } from "./links.ts";
import { withoutLostAddresses } from "./lost-addresses.ts";
import { withPresentFunctions } from "./present-functions.ts";
import { withoutSecondNames } from "./same-pointers.ts";
import { keepSlices } from "./slices.ts";
import { detachTails } from "./tails.ts";
import { keepTexts } from "./texts.ts";
import { typeVoids } from "./typed-voids.ts";
import { rememberMembers } from "./variants.ts";
import { withWholeObjects } from "./whole-objects.ts";

/** The program in these forms. */
export function withForms(program: Program, build: Builder): Program {
  const whole = withoutSecondNames(withTextAsChars(typeVoids(withWholeObjects(withoutLostAddresses(program, build), build), build), build));
  const linked = rememberMembers(linkObjects(detachTails(keepFiles(whole, build), build), build), build);
  const kept = keepTexts(keepSlices(typeComparators(linked, build), build), build);
  return withCountedLoops(withoutFirstValues(withPresentFunctions(findPlaces(kept, build), build)));
}
