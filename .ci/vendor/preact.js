// The exports of static/vendor/preact.js.
import { Component, h } from "preact";
import htm from "htm";

export { render } from "preact";
export { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
export {
  batch, computed, effect, signal, untracked, useComputed, useSignal, useSignalEffect,
} from "@preact/signals";
export { Component };

export const html = htm.bind(h);

const alike = (one, other) => {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.is(one[key], other[key]));
};

/** A view that is drawn anew only when its props differ. Not that of preact/compat, which makes onChange mean onInput. */
export const memo = (View, same = alike) =>
  class Memo extends Component {
    shouldComponentUpdate(next) {
      return !same(this.props, next);
    }

    render(props) {
      return h(View, props);
    }
  };
