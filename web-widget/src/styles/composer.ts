/** The text field, and the sheets that lie over the conversation. */
import { css } from "lit";

export const composer = css`
  .composer {
    display: grid;
    flex: none;
    grid-template-columns: 1fr auto;
    gap: 8px;
    align-items: end;
    padding: 10px 12px calc(10px + env(safe-area-inset-bottom, 0px));
    border-top: 1px solid var(--line);
    background: var(--surface);
  }

  textarea {
    width: 100%;
    min-height: 46px;
    padding: 9px 16px;
    border: 2px solid var(--edge);
    border-radius: 23px;
    background: var(--canvas);
    color: var(--ink);
    resize: none;
  }

  .composer textarea {
    max-height: 9.5em;
    overflow-y: auto;
  }

  textarea::placeholder {
    color: var(--soft);
    opacity: 1;
  }

  textarea:focus-visible {
    border-color: var(--accent);
    outline: 2px solid var(--accent);
    outline-offset: 0;
    box-shadow: none;
  }

  .send {
    display: grid;
    place-items: center;
    width: 46px;
    height: 46px;
    padding: 0;
    border: 2px solid var(--accent);
    border-radius: 50%;
    background: var(--accent);
    color: var(--surface);
  }

  .send[aria-disabled="true"] {
    background: transparent;
    color: var(--accent);
    cursor: default;
  }

  .count {
    grid-column: 1 / -1;
    padding-left: 16px;
    color: var(--soft);
    font-size: 0.875em;
  }

  .count.over {
    color: var(--danger);
    font-weight: 600;
  }
`;

export const sheets = css`
  .sheet,
  .ended {
    flex: 1 1 auto;
    min-height: 0;
    padding: 24px 20px;
    overflow-y: auto;
    background: var(--canvas);
  }

  .body[inert] {
    display: none;
  }

  .sheet h3,
  .ended h3 {
    margin-bottom: 12px;
    font-size: 1.375em;
    line-height: 1.25;
  }

  .sheet p + p,
  .ended p + p {
    margin-top: 12px;
  }

  .items {
    display: grid;
    gap: 8px;
    margin-bottom: 24px;
  }

  .item {
    width: 100%;
    min-height: 52px;
    padding: 10px 16px;
    border: 1px solid var(--edge);
    border-radius: 12px;
    background: var(--surface);
    font-weight: 600;
    text-align: left;
  }

  .item:hover {
    background: var(--tint);
  }

  .facts {
    display: grid;
    gap: 12px;
    margin-bottom: 24px;
  }

  .facts li {
    padding-left: 14px;
    border-left: 4px solid var(--sun);
  }

  .failed {
    margin-top: 16px;
    padding: 10px 12px;
    border: 2px solid var(--danger);
    border-radius: 8px;
    background: var(--danger-ground);
  }

  .feedback fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-bottom: 20px;
  }

  .feedback label[for] {
    display: block;
    margin-bottom: 6px;
    font-weight: 600;
  }

  .choice {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 48px;
    padding: 8px 18px 8px 14px;
    border: 2px solid var(--edge);
    border-radius: 24px;
    background: var(--surface);
    font-weight: 600;
    cursor: pointer;
  }

  .choice:has(:checked) {
    border-color: var(--accent);
    background: var(--tint);
  }

  .choice input {
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--accent);
  }

  .feedback textarea {
    border-radius: 12px;
  }

  .ended > .icon {
    width: 3em;
    height: 3em;
    margin-bottom: 8px;
    color: var(--accent);
  }

  @media (max-height: 30rem) {
    .sheet,
    .ended {
      padding-block: 12px;
      overflow: visible;
    }
  }
`;

export const preferences = css`
  @media (prefers-reduced-motion: reduce) {
    *,
    .panel[open],
    .bubble {
      animation: none !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    :focus-visible {
      outline-color: Highlight;
    }

    .header {
      border-bottom: 2px solid CanvasText;
    }

    .danger .words,
    .danger .route,
    .help {
      border-color: CanvasText;
    }

    .typing-dots i {
      background: CanvasText;
    }
  }
`;
