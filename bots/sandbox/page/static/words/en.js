import phones from "./phones.en.js";
import tools from "./tools.en.js";

export default { ...phones, ...tools };
