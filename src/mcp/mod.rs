//! A help center as tools and resources of an assistant: a server of the Model Context Protocol on standard input
//! and output. Nothing but the protocol is written to standard output.

mod answer;
mod arguments;
mod library;
mod resources;
mod tools;

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{RequestContext, RoleServer, ServerInitializeError};
use rmcp::{ErrorData, ServerHandler, ServiceExt};

use crate::Options;
use crate::disk::Place;
use library::Library;

/// What assistants are told of the server as a whole.
const INSTRUCTIONS: &str = "The help center of a company. Search it before you answer, quote the \
    author's own short answer where a result has one, and name the address of what you used. When \
    nothing found is `confident`, say that you do not know. Where something is `sensitive`, or a tree \
    ends with `contact`, hand over to a human.";

/// A help center for one assistant.
#[derive(Clone)]
struct HelpCenter {
    library: Arc<Mutex<Library>>,
}

/// Serves the knowledge base at `place` until the assistant goes away. `say` takes what is to be
/// told to the people around.
pub fn serve(place: Place, options: Options, say: fn(&str)) -> anyhow::Result<()> {
    let library = Library::open(place, options, say)?;
    let center = HelpCenter { library: Arc::new(Mutex::new(library)) };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the server")?;
    let end = runtime.block_on(async {
        match center.serve(rmcp::transport::stdio()).await {
            Ok(running) => running.waiting().await.map(drop).context("the server stopped"),
            // Who closes the connection at once has changed their mind.
            Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            Err(error) => Err(error).context("no assistant could be greeted"),
        }
    });
    // Standard input may still be waited for, and nothing would come of it.
    runtime.shutdown_background();
    end
}

impl ServerHandler for HelpCenter {
    fn get_info(&self) -> ServerConfig {
        let library = self.library.lock().unwrap_or_else(PoisonError::into_inner);
        let server = Implementation::new("faqtory", env!("CARGO_PKG_VERSION"))
            .with_title(library.title().to_owned());
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        ServerConfig::new(capabilities).with_server_info(server).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::all()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        tools::all().into_iter().find(|tool| tool.name == name)
    }

    async fn call_tool(
        &self,
        call: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if self.get_tool(&call.name).is_none() {
            let known: Vec<Cow<'_, str>> = tools::all().into_iter().map(|tool| tool.name).collect();
            let message =
                format!("there is no tool `{}`; there is {}", call.name, known.join(", "));
            return Err(ErrorData::invalid_params(message, None));
        }
        let arguments = call.arguments.unwrap_or_default();
        let answer = self.ask(move |library| library.call(&call.name, arguments)).await?;
        let result = match answer {
            Ok(value) => CallToolResult::structured(value),
            Err(message) => CallToolResult::error(vec![ContentBlock::text(message)]),
        };
        Ok(result.into())
    }

    async fn list_resources(
        &self,
        page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = page.and_then(|page| page.cursor);
        self.ask(move |library| resources::list(library.linked(), cursor.as_deref())).await?
    }

    async fn list_resource_templates(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let read = self.ask(move |library| resources::read(library.linked(), &request.uri)).await?;
        read.map(ReadResourceResponse::from)
    }
}

impl HelpCenter {
    /// Asks the library as the files are now.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Library) -> T + Send + 'static,
    ) -> Result<T, ErrorData> {
        let library = Arc::clone(&self.library);
        // Reading files and making an index take a moment.
        let answer = tokio::task::spawn_blocking(move || {
            let mut library = library.lock().unwrap_or_else(PoisonError::into_inner);
            library.refresh();
            question(&mut library)
        });
        answer.await.map_err(|_| {
            ErrorData::internal_error("faqtory made a mistake; its standard error says more", None)
        })
    }
}
