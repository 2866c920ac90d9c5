/** Constructs that are written out in others before names are resolved. */
import type { Source } from "../../base/text.ts";
import type { ModuleNode } from "./ast/nodes.ts";
import { withPlainLoops } from "./asynchronous.ts";
import { withBuiltinNew } from "./builtin-new.ts";
import { withDecoratedMethods } from "./decorated-methods.ts";
import { withDecoratorFactories } from "./decorator-factories.ts";
import { withDoctests } from "./doctest.ts";
import { withBoxes } from "./boxed-variables.ts";
import { withNamespaces } from "./namespaces.ts";
import { withNestedClasses } from "./nested-classes.ts";
import { withLocalNames } from "./local-names.ts";
import { withLateGenerators } from "./late-generators.ts";
import { withMemos } from "./memo.ts";
import { withFlags } from "./flags.ts";
import { withFunctionalEnums } from "./functional-enums.ts";
import { withJsonEncoders } from "./json-encoders.ts";
import { withLibraryNames } from "./star-imports.ts";
import { withTypedArrays } from "./typed-arrays.ts";
import { withOwnReceivers } from "./rebound-receivers.ts";
import { withTimed } from "./timed.ts";
import { withWrappedNames } from "./wrapped-names.ts";
import { withSingleDispatch } from "./single-dispatch.ts";
import { withFlaskViews } from "./flask-views.ts";
import { withNamedMethods } from "./named-methods.ts";
import { withNamedTuples } from "./named-tuples.ts";
import { withoutOldNames } from "./old-names.ts";

/** What is said in other words before names are resolved, in this order: each sees what those before it have written. */
export const REWRITES: readonly ((module: ModuleNode, source: Source) => ModuleNode)[] = [
  (module, { text }) => withPlainLoops(module, text),
  (module, { text }) => {
    const late = withLateGenerators(module, text);
    return withBoxes(late, text, late !== module);
  },
  (module, { text }) => withLocalNames(module, text),
  (module, { text }) => withMemos(module, text),
  (module, { text }) => withTimed(module, text),
  (module, { text }) => withWrappedNames(module, text),
  (module, { text }) => withTypedArrays(module, text),
  (module, { text }) => withFunctionalEnums(module, text),
  (module, { text }) => withFlags(module, text),
  (module, { text }) => withNamespaces(module, text),
  (module, { text }) => withJsonEncoders(module, text),
  (module, { text }) => withNamedMethods(module, text),
  (module, { text }) => withFlaskViews(module, text),
  (module, { text }) => withOwnReceivers(module, text),
  withDoctests,
  withNestedClasses,
  (module, { text }) => withDecoratedMethods(module, text),
  (module, { text }) => withDecoratorFactories(module, text),
  (module, { text }) => withoutOldNames(module, text),
  (module, { text }) => withSingleDispatch(module, text),
  (module, { text }) => withBuiltinNew(module, text),
  withNamedTuples,
  (module, { text }) => withLibraryNames(module, text),
];
