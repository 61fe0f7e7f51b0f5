/** Makes the element known to the page. Loading this file asks nothing of any server. */
import { VejviserChat } from "./element.js";

if (!customElements.get("vejviser-chat")) customElements.define("vejviser-chat", VejviserChat);

export { VejviserChat };
